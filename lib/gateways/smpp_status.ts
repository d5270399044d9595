/**
 * The command statuses of SMPP 3.4 (§5.1.3) and what each means for an SMS.
 *
 * @module
 */

/**
 * `temporary`: the same SMS may be taken later. `message`: never. `gateway`:
 * the session or the account is at fault. `unclear`: it may have been taken.
 */
export type SmppClass = "temporary" | "message" | "gateway" | "unclear";

const NAMES: Readonly<Record<number, string>> = {
  0x01: "ESME_RINVMSGLEN",
  0x02: "ESME_RINVCMDLEN",
  0x03: "ESME_RINVCMDID",
  0x04: "ESME_RINVBNDSTS",
  0x05: "ESME_RALYBND",
  0x08: "ESME_RSYSERR",
  0x0a: "ESME_RINVSRCADR",
  0x0b: "ESME_RINVDSTADR",
  0x0d: "ESME_RBINDFAIL",
  0x0e: "ESME_RINVPASWD",
  0x0f: "ESME_RINVSYSID",
  0x14: "ESME_RMSGQFUL",
  0x45: "ESME_RSUBMITFAIL",
  0x53: "ESME_RINVSYSTYP",
  0x58: "ESME_RTHROTTLED",
  0x61: "ESME_RINVSCHED",
  0x62: "ESME_RINVEXPIRY",
  0x64: "ESME_RX_T_APPN",
  0x65: "ESME_RX_P_APPN",
  0x66: "ESME_RX_R_APPN",
  0xfe: "ESME_RDELIVERYFAILURE",
  0xff: "ESME_RUNKNOWNERR",
};

const TEMPORARY = [0x08, 0x14, 0x58, 0x61, 0x64];
const GATEWAY = [
  ...[0x02, 0x03, 0x04, 0x05, 0x0d, 0x0e, 0x0f, 0x53],
  ...[0x100, 0x101, 0x102, 0x103, 0x400],
];

/** What a command status other than 0 means. */
export function smppClass(status: number): SmppClass {
  if (TEMPORARY.includes(status)) return "temporary";
  if (GATEWAY.includes(status)) return "gateway";
  return status === 0xff ? "unclear" : "message";
}

/** The status that goes by this name, or null. */
export function smppStatus(name: string): number | null {
  const found = Object.entries(NAMES).find(([, known]) => known === name);
  return found === undefined ? null : Number(found[0]);
}

/** A status for people: `0x0b ESME_RINVDSTADR`. */
export function smppName(status: number): string {
  const code = `0x${status.toString(16).padStart(2, "0")}`;
  const name = NAMES[status];
  return name === undefined ? code : `${code} ${name}`;
}
