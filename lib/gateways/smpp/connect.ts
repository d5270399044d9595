/**
 * Coming to a bound connection, or to the reason why there is none. Nothing
 * has been submitted yet, so whatever fails may be tried again.
 *
 * @module
 */
import type { GatewayPorts, Outcome, Wire } from "../gateway.ts";
import { isRefusedAddress } from "../answer.ts";
import { smppClass, smppName } from "../smpp_status.ts";
import { Link, type Reply } from "./link.ts";
import { bindBody, Command, type Pdu } from "./pdu.ts";
import type { SmppSettings } from "./settings.ts";
import { timeLimit, unlessAborted } from "./timing.ts";

const CONNECT_MS_MAX = 10_000;

/** Ports of an installation that can keep connections open. */
export type SessionPorts =
  & GatewayPorts
  & Required<Pick<GatewayPorts, "connect">>;

/** Why there is no link. */
export type Refusal = Extract<Outcome, { kind: "rejected" | "retry" }>;

/** Connects and binds. Never throws. */
export async function connect(
  ports: SessionPorts,
  settings: SmppSettings,
  { take, signal: stop }: {
    take: (deliver: Pdu) => Promise<number>;
    signal: AbortSignal;
  },
): Promise<Link | Refusal> {
  const limit = timeLimit(ports, CONNECT_MS_MAX);
  const signal = AbortSignal.any([limit.signal, stop]);
  try {
    const wire = await open(ports, settings, signal);
    if ("kind" in wire) return wire;
    const link = new Link(wire, take);
    const { systemId, password, systemType = "" } = settings;
    const body = bindBody({ systemId, password, systemType });
    const refusal = judge(
      await link.request(Command.bindTransceiver, body, signal),
    );
    if (refusal === null) return link;
    link.end();
    return refusal;
  } finally {
    limit.cancel();
  }
}

async function open(
  ports: SessionPorts,
  { host, port, tls = false, caCertificate }: SmppSettings,
  signal: AbortSignal,
): Promise<Wire | Refusal> {
  const address = {
    hostname: host,
    port,
    tls,
    ...caCertificate === undefined ? {} : { caCerts: [caCertificate] },
  };
  const connecting = (async () => await ports.connect(address, signal))();
  try {
    const wire = await unlessAborted(connecting, signal);
    if (wire !== null) return wire;
  } catch (error) {
    return refusalOf(error);
  }
  // It may still come about; nobody waits for it then.
  connecting.then((late) => late.close(), () => {});
  return { kind: "retry", detail: "no connection" };
}

function judge(reply: Reply): Refusal | null {
  if (reply.kind === "silent") {
    return { kind: "retry", detail: "no answer to bind" };
  }
  if (reply.kind === "lost") {
    return { kind: "retry", detail: "connection lost while binding" };
  }
  if (reply.status === 0) return null;
  const detail = `bind: ${smppName(reply.status)}`;
  return smppClass(reply.status) === "temporary"
    ? { kind: "retry", detail }
    : { kind: "rejected", scope: "gateway", detail };
}

/** Errors may carry the address, so none of their words are passed on. */
function refusalOf(error: unknown): Refusal {
  const { errors } = Deno;
  if (
    error instanceof errors.NotCapable ||
    error instanceof errors.PermissionDenied ||
    isRefusedAddress(error)
  ) {
    const detail = "connecting to this address is not allowed";
    return { kind: "rejected", scope: "gateway", detail };
  }
  const words = error instanceof Error ? error.message : "";
  if (error instanceof errors.ConnectionRefused) {
    return { kind: "retry", detail: "connection refused" };
  }
  if (/lookup address|No such host/i.test(words)) {
    return { kind: "retry", detail: "host name not found" };
  }
  if (error instanceof errors.InvalidData || /certificate|tls/i.test(words)) {
    return { kind: "retry", detail: "no secure connection" };
  }
  return { kind: "retry", detail: "no connection" };
}
