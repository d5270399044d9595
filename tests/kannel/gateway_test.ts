import { assert, assertEquals } from "@std/assert";
import type {
  GatewayPorts,
  Handover,
  Outcome,
  Receipt,
} from "../../lib/gateways/gateway.ts";
import { kannel } from "../../lib/gateways/kannel.ts";
import { measureText } from "../../lib/schema/segment.ts";
import { PORTS } from "../gateways/double.ts";
import { kannelInstalled, KannelRig } from "./rig.ts";

const WAIT_MS_MAX = 20_000;
const ACCEPTED: Outcome = { kind: "accepted", providerId: null };

/** A Kannel, and the service's side of it: hand-overs and a callback. */
class World implements AsyncDisposable {
  readonly receipts: Receipt[] = [];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  #ids = 0;

  private constructor(readonly rig: KannelRig) {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      (request) => {
        const receipt = kannel.parseReceipt!(rig.settings, {
          method: request.method,
          query: new URL(request.url).searchParams,
          headers: request.headers,
          body: "",
        });
        if (receipt !== null) this.receipts.push(receipt);
        return new Response();
      },
    );
  }

  static async open(): Promise<World> {
    return new World(await KannelRig.open());
  }

  submit(
    sms: Partial<Handover>,
    settings: Partial<KannelRig["settings"]> = {},
  ): Promise<Outcome> {
    const text = sms.text ?? "Bonjour";
    const whole = {
      messageId: `msg_${++this.#ids}`,
      to: "+33612345678",
      text,
      ...measureText(text),
      sender: "Mairie",
      validitySeconds: 3_600,
      callbackUrl:
        `http://127.0.0.1:${this.#server.addr.port}/callbacks/gw%2F1/s`,
      ...sms,
    };
    const { rig } = this;
    const ports: GatewayPorts = PORTS;
    const signal = AbortSignal.timeout(WAIT_MS_MAX);
    return kannel.submit(
      ports,
      { ...rig.settings, ...settings },
      whole,
      signal,
    );
  }

  /** What the receipts have said of a message so far, in order of arrival. */
  statusesOf(messageId: string): string[] {
    return this.receipts
      .filter((receipt) => receipt.messageId === messageId)
      .map((receipt) => receipt.status);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.rig[Symbol.asyncDispose]();
    await this.#server.shutdown();
  }
}

async function until(holds: () => boolean, what: string): Promise<void> {
  const endMs = performance.now() + WAIT_MS_MAX;
  while (!holds()) {
    assert(performance.now() < endMs, `Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A test with a Kannel of its own. */
function kannelTest(name: string, body: (world: World) => Promise<void>) {
  Deno.test({
    name,
    ignore: !kannelInstalled(),
    fn: async () => {
      await using world = await World.open();
      await body(world);
    },
  });
}

const TEXTS: [what: string, text: string, coding: number, parts: number][] = [
  ["plain", "Une convocation vous attend.", 0, 1],
  ["lines and blanks", " Bonjour,\n\n  à 9 h. ", 0, 1],
  ["signs of addresses", '1+1=2 & 100% "a" <b> a%20b?c#d;e', 0, 1],
  ["accents of GSM-7", "Été à où, Ça ñ ü ö ß Å Ø É", 0, 1],
  ["the extension of GSM-7", "5 € [a] {b} ~^|\\", 0, 1],
  ["accents beyond GSM-7", "forêt, reçu, œuvre, « où » l’élu", 8, 1],
  ["emoji", "Salut 😀👍🏽 5 €", 8, 1],
  ["160 septets", "a".repeat(160), 0, 1],
  ["161 septets", "a".repeat(161), 0, 2],
  ["three parts of GSM-7", "Séance du 3 à 5 €. ".repeat(20), 0, 3],
  ["three parts of UCS-2", "Forêt brûlée. ".repeat(14), 8, 3],
  ["an emoji across two parts", `${"ê".repeat(66)}😀${"ê".repeat(20)}`, 8, 2],
];

kannelTest(
  "kannel.submit() leaves a text as it is on its way to the network",
  async (world) => {
    for (const [what, text, dataCoding, parts] of TEXTS) {
      const { arrivals } = world.rig.smsc;
      assertEquals(await world.submit({ text }), ACCEPTED, what);
      await until(
        () => world.rig.smsc.arrivals.length > arrivals.length,
        `${what} to arrive`,
      );
      assertEquals(world.rig.smsc.arrivals.at(-1), {
        to: "33612345678",
        sender: "Mairie",
        text,
        dataCoding,
        parts,
      }, what);
    }
  },
);

type Fate = [
  what: string,
  status: number,
  state: string,
  last: Partial<Receipt>,
];

const FATES: Fate[] = [
  ["delivered", 0, "DELIVRD", { status: "delivered", detail: "DELIVRD" }],
  ["undeliverable", 0, "UNDELIV", { status: "failed", detail: "UNDELIV" }],
  ["expired", 0, "EXPIRED", { status: "expired", detail: "EXPIRED" }],
  ["accepted", 0, "ACCEPTD", { status: "sent", detail: "ACCEPTD" }],
  ["refused", 0x0b, "", {
    status: "failed",
    detail: "message: 0x0b ESME_RINVDSTADR",
    neverSent: true,
  }],
  ["throttled for ever", 0x58, "", {
    status: "failed",
    detail: "Retries Exceeded",
    neverSent: true,
  }],
];

kannelTest(
  "kannel.parseReceipt() reads what Kannel makes of each fate",
  async (world) => {
    const { smsc } = world.rig;
    for (const [what, status, state, last] of FATES) {
      smsc.answer = () => status;
      smsc.receipt = () => state;
      const messageId = `msg_${what.replaceAll(" ", "_")}`;
      assertEquals(await world.submit({ messageId }), ACCEPTED);
      // 8 (the centre took it) may come before or after what it says later.
      const expected = status === 0 ? 2 : 1;
      await until(
        () => world.statusesOf(messageId).length === expected,
        `receipts of ${what}`,
      );
      const said = world.receipts.filter((receipt) =>
        receipt.messageId === messageId && receipt.detail !== null
      );
      assertEquals(said.map(({ providerId: _, ...rest }) => rest), [
        { messageId, ...last } as Receipt,
      ]);
    }
  },
);

kannelTest(
  "kannel.submit() leaves the multi-part receipt to one message",
  async (world) => {
    const messageId = "msg_long";
    await world.submit({ messageId, text: "Séance du 3 à 5 €. ".repeat(20) });
    await until(
      () => world.statusesOf(messageId).length >= 2,
      "both receipts, in either order",
    );
    assertEquals(world.statusesOf(messageId).toSorted(), ["delivered", "sent"]);
  },
);

kannelTest(
  "kannel.submit() blames the account for a wrong password",
  async (world) => {
    for (const wrong of [{ password: "no" }, { username: "nobody" }]) {
      assertEquals(await world.submit({}, wrong), {
        kind: "rejected",
        scope: "gateway",
        detail: "authorization failed",
      });
    }
    assertEquals(world.rig.smsc.parts, []);
  },
);

kannelTest("kannel.submit() names what Kannel refuses", async (world) => {
  assertEquals(await world.submit({ to: "06abc" }), {
    kind: "rejected",
    scope: "message",
    detail: "number denied",
  });
  assertEquals(await world.submit({ sender: null }), {
    kind: "rejected",
    scope: "gateway",
    detail: "sender missing",
  });
  const url = `${world.rig.settings.url}/elsewhere`;
  assertEquals(await world.submit({}, { url }), {
    kind: "rejected",
    scope: "gateway",
    detail: "not a sendsms address",
  });
});

kannelTest(
  "kannel.submit() answers retry while Kannel is stopped",
  async (world) => {
    const refused: Outcome = { kind: "retry", detail: "connection refused" };
    await world.rig.stop("smsbox");
    assertEquals(await world.submit({}), refused);
    await world.rig.resume();
    assertEquals(await world.submit({}), ACCEPTED);
    await world.rig.stop("both");
    assertEquals(await world.submit({}), refused);
    await world.rig.resume();
    assertEquals(await world.submit({}), ACCEPTED);
  },
);

kannelTest(
  "Kannel keeps what it accepted through a power cut",
  async (world) => {
    const { smsc } = world.rig;
    smsc.answer = () => null;
    assertEquals(await world.submit({ messageId: "msg_kept" }), ACCEPTED);
    await until(() => smsc.parts.length > 0, "the SMS");
    await world.rig.stop("both", { hard: true });
    smsc.answer = () => 0;
    await world.rig.resume();
    await until(
      () => world.statusesOf("msg_kept").includes("delivered"),
      "the receipt",
    );
  },
);

kannelTest(
  "kannel.submit() is sent once, or unknown, when Kannel stops under load",
  async (world) => {
    const total = 300;
    const outcomes = new Map<string, Outcome["kind"]>();
    let next = 0;
    const sender = async () => {
      while (next < total) {
        const text = `no ${next++}`;
        let outcome = await world.submit({ text });
        while (outcome.kind === "retry") {
          await new Promise((resolve) => setTimeout(resolve, 100));
          outcome = await world.submit({ text });
        }
        outcomes.set(text, outcome.kind);
      }
    };
    const interruption = async () => {
      await until(() => next >= 100, "a hundred submissions");
      await world.rig.stop("both");
      await world.rig.resume();
    };
    await Promise.all([interruption(), ...Array.from({ length: 12 }, sender)]);

    const accepted = [...outcomes].filter(([, kind]) => kind === "accepted");
    const unknown = [...outcomes].filter(([, kind]) => kind === "unknown");
    assertEquals(accepted.length + unknown.length, total);
    const { smsc } = world.rig;
    const arrived = () => new Set(smsc.arrivals.map((sms) => sms.text));
    await until(
      () => accepted.every(([text]) => arrived().has(text)),
      "all SMS",
    );
    await until(() => smsc.receiptsPending === 0, "all receipts to be taken");
    assertEquals(smsc.arrivals.length, arrived().size, "an SMS came twice");
  },
);
