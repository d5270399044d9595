/**
 * A real Kannel (bearerbox and smsbox) in a directory of its own, on free
 * ports of 127.0.0.1, bound by SMPP to a message centre of ours.
 *
 * Kannel's own fakesmsc is no witness here: it prints a text's line breaks
 * raw, never shows the GSM septets, and its receipts say nothing.
 *
 * @module
 */
import type { KannelSettings } from "../../lib/gateways/kannel.ts";
import { Smsc } from "./smsc.ts";

const READY_MS_MAX = 30_000;
const DRAIN_MS_MAX = 20_000;
/** Bearerbox sleeps 10 s over receipts no smsbox takes; they are on disk. */
const STOP_MS_MAX = 2_000;
const QUIET_MS = 500;
const STARTS_MAX = 3;
const FOLDERS = ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin"];

interface Ports {
  readonly admin: number;
  readonly smsbox: number;
  readonly sendsms: number;
}

type Box = "bearerbox" | "smsbox";

/** Whether Kannel is here to be tested against. */
export function kannelInstalled(): boolean {
  return program("bearerbox") !== null && program("smsbox") !== null;
}

/** Starts with `open()`, can be stopped and resumed, ends with `await using`. */
export class KannelRig implements AsyncDisposable {
  /** What leaves Kannel arrives here. */
  readonly smsc: Smsc;
  /** For `kannel.submit`. */
  readonly settings: KannelSettings;
  readonly #folder: string;
  readonly #ports: Ports;
  readonly #running = new Map<Box, Deno.ChildProcess>();
  readonly #killAll = () => this.#signal("SIGKILL");

  private constructor(smsc: Smsc, folder: string, ports: Ports) {
    this.smsc = smsc;
    this.#folder = folder;
    this.#ports = ports;
    this.settings = {
      url: `http://127.0.0.1:${ports.sendsms}`,
      username: "lsmessage",
      password: "p&ss w+rd%é",
    };
    addEventListener("unload", this.#killAll);
  }

  /** A Kannel that is up and bound to its message centre. */
  static async open(): Promise<KannelRig> {
    const smsc = new Smsc();
    for (let start = 1;; start++) {
      const folder = await Deno.makeTempDir({ prefix: "kannel_" });
      const rig = new KannelRig(smsc, folder, freePorts());
      try {
        await rig.#configure();
        await rig.resume();
        return rig;
      } catch (error) {
        // Another program may have taken a port in between: take others.
        await rig.#clear();
        if (start < STARTS_MAX) continue;
        await smsc[Symbol.asyncDispose]();
        throw error;
      }
    }
  }

  /** Starts what does not run; resolves once an SMS would be taken. */
  async resume(): Promise<void> {
    if (!this.#running.has("bearerbox")) {
      this.#spawn("bearerbox");
      await this.#until(() => this.status(), "bearerbox to answer");
    }
    if (!this.#running.has("smsbox")) this.#spawn("smsbox");
    await this.#until(async () => {
      const status = await this.status();
      return status.includes("smsbox:") && /SMPP:\S+ \(online/.test(status) &&
        await listens(this.#ports.sendsms);
    }, "smsbox and the SMPP link");
  }

  /**
   * Ends smsbox alone, or both. What bearerbox holds leaves before it ends, so
   * that Kannel itself submits nothing twice; `hard` is a power cut instead,
   * after which it submits again what its message centre had not answered.
   */
  async stop(
    boxes: "smsbox" | "both" = "both",
    options: { hard?: boolean } = {},
  ): Promise<void> {
    const hard = options.hard ?? false;
    if (boxes === "both" && hard) this.#signal("SIGKILL");
    await this.#end("smsbox", hard);
    if (boxes === "smsbox") return;
    if (!hard) await this.#drain();
    await this.#end("bearerbox", hard);
  }

  /** Kannel's own status page. */
  async status(): Promise<string> {
    const response = await fetch(
      `http://127.0.0.1:${this.#ports.admin}/status.txt?password=status`,
      { headers: { connection: "close" } },
    );
    return await response.text();
  }

  /** What a box has logged, for the message of a failing test. */
  async log(box: Box): Promise<string> {
    return await Deno.readTextFile(`${this.#folder}/${box}.log`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#clear();
    await this.smsc[Symbol.asyncDispose]();
  }

  async #clear(): Promise<void> {
    this.#signal("SIGKILL");
    await Promise.all([...this.#running.values()].map((box) => box.status));
    this.#running.clear();
    removeEventListener("unload", this.#killAll);
    await Deno.remove(this.#folder, { recursive: true });
  }

  async #configure(): Promise<void> {
    await Deno.mkdir(`${this.#folder}/store`);
    await Deno.mkdir(`${this.#folder}/receipts`);
    await Deno.writeTextFile(
      `${this.#folder}/kannel.conf`,
      configuration(this.#folder, this.#ports, this.smsc.port, this.settings),
    );
  }

  #spawn(name: Box): void {
    const box = new Deno.Command(program(name)!, {
      args: ["-v", "4", `${this.#folder}/kannel.conf`],
      cwd: this.#folder,
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).spawn();
    this.#running.set(name, box);
    box.status.then(() => {
      if (this.#running.get(name) === box) this.#running.delete(name);
    });
  }

  async #end(name: Box, hard: boolean): Promise<void> {
    const box = this.#running.get(name);
    if (box === undefined) return;
    kill(box, hard ? "SIGKILL" : "SIGTERM");
    const late = setTimeout(() => kill(box, "SIGKILL"), STOP_MS_MAX);
    await box.status;
    clearTimeout(late);
    this.#running.delete(name);
  }

  /** Waits until nothing is queued and nothing has arrived for a while. */
  async #drain(): Promise<void> {
    const endMs = performance.now() + DRAIN_MS_MAX;
    while (performance.now() < endMs) {
      const status = await this.status().catch(() => "");
      const isQueued = !/sent \d+ \(0 queued\)/.test(status) ||
        !status.includes("queued 0 msgs");
      const lastMs = this.smsc.parts.at(-1)?.atMs ?? -Infinity;
      if (!isQueued && performance.now() - lastMs > QUIET_MS) return;
      if (!this.#running.has("bearerbox")) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  #signal(signal: Deno.Signal): void {
    for (const box of this.#running.values()) kill(box, signal);
  }

  async #until(
    holds: () => Promise<unknown>,
    what: string,
  ): Promise<void> {
    const endMs = performance.now() + READY_MS_MAX;
    while (performance.now() < endMs) {
      if (await holds().catch(() => false)) return;
      if (!this.#running.has("bearerbox")) break;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const log = await this.log("bearerbox").catch(() => "");
    throw new Error(`Cannot wait longer for ${what}:\n${log.slice(-2_000)}`);
  }
}

function program(name: string): string | null {
  for (const folder of FOLDERS) {
    try {
      if (Deno.statSync(`${folder}/${name}`).isFile) return `${folder}/${name}`;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return null;
}

function freePorts(): Ports {
  const listeners = [0, 0, 0].map((port) =>
    Deno.listen({ hostname: "127.0.0.1", port })
  );
  const [admin, smsbox, sendsms] = listeners.map((listener) => {
    listener.close();
    return (listener.addr as Deno.NetAddr).port;
  });
  return { admin: admin!, smsbox: smsbox!, sendsms: sendsms! };
}

async function listens(port: number): Promise<boolean> {
  const conn = await Deno.connect({ hostname: "127.0.0.1", port });
  conn.close();
  return true;
}

function kill(box: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    box.kill(signal);
  } catch (error) {
    const gone = error instanceof TypeError ||
      error instanceof Deno.errors.NotFound;
    if (!gone) throw error;
  }
}

/** Every group is needed; comments say what a default would do instead. */
function configuration(
  folder: string,
  ports: Ports,
  smscPort: number,
  user: KannelSettings,
): string {
  return `
group = core
admin-port = ${ports.admin}
admin-interface = 127.0.0.1
admin-password = admin
status-password = status
smsbox-port = ${ports.smsbox}
smsbox-interface = 127.0.0.1
box-deny-ip = "*.*.*.*"
box-allow-ip = 127.0.0.1
log-file = ${folder}/bearerbox.log
log-level = 1
store-type = spool
store-location = ${folder}/store
# Internal storage loses what is due at a restart.
dlr-storage = spool
dlr-spool = ${folder}/receipts
# Without a bound it resends for ever, every 60 s.
sms-resend-freq = 1
sms-resend-retry = 3

group = smsc
smsc = smpp
smsc-id = centre
host = 127.0.0.1
port = ${smscPort}
transceiver-mode = true
smsc-username = kannel
smsc-password = kannel
system-type = ""
source-addr-autodetect = true
dest-addr-ton = 1
dest-addr-npi = 1
enquire-link-interval = 10
reconnect-delay = 1
max-pending-submits = 10
# Without it an SMS that the centre leaves unanswered is submitted again.
wait-ack = 60
wait-ack-expire = 0x02

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${ports.sendsms}
sendsms-interface = 127.0.0.1
sendsms-chars = "0123456789 +-"
http-request-retry = 20
http-queue-delay = 1
log-file = ${folder}/smsbox.log
log-level = 1

group = sendsms-user
username = ${user.username}
password = "${user.password}"
concatenation = true
max-messages = 10
user-deny-ip = "*.*.*.*"
user-allow-ip = 127.0.0.1

group = sms-service
keyword = default
text = ""
max-messages = 0
`;
}
