/**
 * The PDUs a transceiver session speaks, to and from octets: bind_transceiver,
 * submit_sm, deliver_sm, enquire_link and unbind with their responses, and
 * generic_nack. Source: SMPP v3.4 Issue 1.2, §3.2, §4 and §5.3.
 *
 * @module
 */

/** Command ids; a response has the highest bit besides. */
export const Command = {
  submitSm: 0x04,
  deliverSm: 0x05,
  unbind: 0x06,
  bindTransceiver: 0x09,
  enquireLink: 0x15,
  genericNack: 0x80000000,
} as const;

/** Tags of the optional parameters that are read. */
export const Tag = {
  receiptedMessageId: 0x001e,
  networkErrorCode: 0x0423,
  messagePayload: 0x0424,
  messageState: 0x0427,
} as const;

const HEADER_OCTETS = 16;
const PDU_OCTETS_MAX = 65_536;
const RESPONSE_BIT = 0x80000000;
const VERSION_3_4 = 0x34;

/** One PDU. */
export interface Pdu {
  readonly command: number;
  readonly status: number;
  readonly sequence: number;
  readonly body: Uint8Array;
}

/** What came in is no SMPP: nothing after it can be understood. */
export class ProtocolError extends Error {
  override readonly name = "ProtocolError";
}

/** The command id of the response to a request. */
export function responseTo(command: number): number {
  return (command | RESPONSE_BIT) >>> 0;
}

/** Whether a command id is that of a response. */
export function isResponse(command: number): boolean {
  return command >= RESPONSE_BIT;
}

/** A PDU as it goes over the wire. */
export function encodePdu(pdu: Pdu): Uint8Array {
  const octets = new Uint8Array(HEADER_OCTETS + pdu.body.length);
  const view = new DataView(octets.buffer);
  view.setUint32(0, octets.length);
  view.setUint32(4, pdu.command);
  view.setUint32(8, pdu.status);
  view.setUint32(12, pdu.sequence);
  octets.set(pdu.body, HEADER_OCTETS);
  return octets;
}

/** Cuts what comes in into PDUs. */
export class PduReader {
  #held: Uint8Array = new Uint8Array();

  /**
   * The PDUs that are complete with these octets.
   *
   * @throws {ProtocolError} for a length no PDU has
   */
  push(octets: Uint8Array): Pdu[] {
    const joined = new Uint8Array(this.#held.length + octets.length);
    joined.set(this.#held);
    joined.set(octets, this.#held.length);
    const view = new DataView(joined.buffer);
    const found: Pdu[] = [];
    let at = 0;
    while (joined.length - at >= HEADER_OCTETS) {
      const length = view.getUint32(at);
      if (length < HEADER_OCTETS || length > PDU_OCTETS_MAX) {
        throw new ProtocolError(`Cannot read a PDU of ${length} octets`);
      }
      if (joined.length - at < length) break;
      found.push({
        command: view.getUint32(at + 4),
        status: view.getUint32(at + 8),
        sequence: view.getUint32(at + 12),
        body: joined.subarray(at + HEADER_OCTETS, at + length),
      });
      at += length;
    }
    this.#held = joined.subarray(at);
    return found;
  }
}

/** Who wants to bind. */
export interface Bind {
  readonly systemId: string;
  readonly password: string;
  readonly systemType: string;
}

/** The body of bind_transceiver. */
export function bindBody({ systemId, password, systemType }: Bind): Uint8Array {
  return concat([
    cString(systemId),
    cString(password),
    cString(systemType),
    // Any address: no TON, no NPI, no range.
    [VERSION_3_4, 0, 0, 0],
  ]);
}

/** An address with its type of number and numbering plan. */
export interface Address {
  readonly ton: number;
  readonly npi: number;
  readonly address: string;
}

/** What a submit_sm says. */
export interface Submit {
  readonly serviceType: string;
  readonly source: Address;
  readonly destination: Address;
  readonly esmClass: number;
  /** §7.1.1, or empty for the centre's default. */
  readonly validityPeriod: string;
  readonly registeredDelivery: 0 | 1;
  readonly dataCoding: 0 | 8;
  /** At most 254 octets, with the user data header where there is one. */
  readonly shortMessage: Uint8Array;
}

/** The body of submit_sm. */
export function submitBody(submit: Submit): Uint8Array {
  return concat([
    cString(submit.serviceType),
    address(submit.source),
    address(submit.destination),
    // esm_class, protocol_id, priority_flag, schedule_delivery_time
    [submit.esmClass, 0, 0, 0],
    cString(submit.validityPeriod),
    // registered_delivery, replace_if_present, data_coding, sm_default_msg_id
    [submit.registeredDelivery, 0, submit.dataCoding, 0],
    [submit.shortMessage.length],
    submit.shortMessage,
  ]);
}

/** The message id in a submit_sm_resp; empty where there is none. */
export function messageIdOf(body: Uint8Array): string {
  const end = body.indexOf(0);
  return latin1(end === -1 ? body : body.subarray(0, end)).trim();
}

/** What is read of a deliver_sm. */
export interface Deliver {
  /** Whom it comes from: a phone, where it is no receipt. */
  readonly source: string;
  readonly esmClass: number;
  readonly dataCoding: number;
  /** The user data's header, without its length; empty where there is none. */
  readonly header: Uint8Array;
  /** The user data, wherever it stood, without its header. */
  readonly message: Uint8Array;
  readonly tlvs: ReadonlyMap<number, Uint8Array>;
}

/** Reads a deliver_sm; null where its fields do not fit its length. */
export function decodeDeliver(body: Uint8Array): Deliver | null {
  let at = 0;
  const skipString = () => {
    const end = body.indexOf(0, at);
    at = end === -1 ? Infinity : end + 1;
  };
  skipString(); // service_type
  at += 2;
  const sourceFrom = at;
  skipString(); // source_addr
  const source = latin1(body.subarray(sourceFrom, at - 1));
  at += 2;
  skipString(); // destination_addr
  const esmClass = body[at];
  at += 3;
  skipString(); // schedule_delivery_time
  skipString(); // validity_period
  at += 2;
  const dataCoding = body[at];
  at += 2;
  const length = body[at];
  if (esmClass === undefined || dataCoding === undefined) return null;
  if (length === undefined || body.length < at + 1 + length) return null;
  const end = at + 1 + length;
  const tlvs = tlvsOf(body.subarray(end));
  const data = length > 0
    ? body.subarray(at + 1, end)
    : tlvs.get(Tag.messagePayload) ?? new Uint8Array();
  const dataFrom = (esmClass & 0x40) === 0 ? 0 : (data[0] ?? 0) + 1;
  const header = data.subarray(1, dataFrom);
  const message = data.subarray(dataFrom);
  return { source, esmClass, dataCoding, header, message, tlvs };
}

/** A truncated parameter ends the list: what came before it still holds. */
function tlvsOf(octets: Uint8Array): Map<number, Uint8Array> {
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length);
  const found = new Map<number, Uint8Array>();
  let at = 0;
  while (at + 4 <= octets.length) {
    const end = at + 4 + view.getUint16(at + 2);
    if (end > octets.length) break;
    found.set(view.getUint16(at), octets.subarray(at + 4, end));
    at = end;
  }
  return found;
}

/** Octets as text, one character each. */
export function latin1(octets: Uint8Array): string {
  return String.fromCharCode(...octets);
}

function address({ ton, npi, address }: Address): Uint8Array {
  return concat([[ton, npi], cString(address)]);
}

/** A string with the octet that ends it; a NUL inside would end it early. */
function cString(value: string): Uint8Array {
  const octets = Uint8Array.from(value.replaceAll("\0", ""), charOctet);
  return concat([octets, [0]]);
}

function charOctet(char: string): number {
  const code = char.charCodeAt(0);
  return code <= 0xff ? code : 0x3f;
}

function concat(pieces: readonly ArrayLike<number>[]): Uint8Array {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const joined = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
