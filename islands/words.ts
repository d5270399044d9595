/**
 * Numbers as people in France write them, on the server and in the browser.
 *
 * @module
 */
const whole = new Intl.NumberFormat("fr-FR");

/** A whole number, in groups of three digits. */
export function number(value: number): string {
  return whole.format(value);
}

/** « 1 200 SMS ». */
export function smsCount(value: number): string {
  return `${whole.format(value)}\u00a0SMS`;
}

/** « 1 personne », « 12 personnes ». */
export function counted(
  value: number,
  one: string,
  many: string = `${one}s`,
): string {
  return `${whole.format(value)}\u00a0${value < 2 ? one : many}`;
}
