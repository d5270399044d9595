/**
 * Two thousand SMS through a network that is away for a while in the middle:
 * each arrives as it was written, twice only if it says so, and is charged
 * once.
 *
 * The network is away for 8 seconds, or as many as KANNEL_OUTAGE_S says.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the figures are for who reads the log
import { assertEquals } from "@std/assert";
import { pause, type Service, until } from "../e2e/service.ts";

const OUTAGE_MS = 1_000 * Number(Deno.env.get("KANNEL_OUTAGE_S") ?? 8);
const TOTAL = 2_000;
const A_CALL = 25;
/** A third attempt that fails comes again after two minutes, give or take. */
const QUIET_MS_MAX = 200_000;
const SENDER = "MairieRodez";

/** Texts that each need something else of the way to the handset. */
const TEXTS = [
  (n: number) => `Conseil n. ${n} : une convocation vous attend.`,
  (n: number) => `Été ${n} : à où, Ça ñ ü ö ß Å Ø É, 5 € [a] {b} ~^|\\`,
  (n: number) => `Forêt n° ${n}, reçu, œuvre, « où » l’élu`,
  (n: number) => `Salut ${n} 😀👍🏽 5 €`,
  (n: number) => `${n}: 1+1=2 & 100% "a" <b> a%20b?c#d;e\n\nà 9 h.`,
  (n: number) => `Séance ${n} du 3 à 5 €. `.repeat(12).trim(),
  (n: number) => `Forêt ${n} brûlée 🔥. `.repeat(8).trim(),
];

const SMS = Array.from({ length: TOTAL }, (_, n) => ({
  to: `+336${String(20_000_000 + n)}`,
  text: TEXTS[n % TEXTS.length]!(n),
}));

/** A network as its message centre sees it. */
export interface Network {
  readonly name: string;
  readonly gateway: { readonly kind: string; readonly settings: unknown };
  /** What handsets would show, in order of arrival. */
  arrivals(): readonly { to: string; sender: string; text: string }[];
  /** Goes away in the middle of its work. */
  stop(): Promise<void>;
  resume(): Promise<void>;
}

/** Sends the campaign, with the network away for a while. */
export async function campaignThrough(
  service: Service,
  network: Network,
): Promise<void> {
  const town = await service.town({ credits: 10 * TOTAL });
  await service.do(`PATCH /structures/${town.id}`, {
    json: { defaultSender: SENDER },
  });
  const [simulator] = await service.all("/gateways");
  await service.do("POST /gateways", {
    json: { name: network.name, ...network.gateway },
  });
  await service.do(`DELETE /gateways/${simulator.id}`);

  const send = async (from: number, to: number) => {
    for (let i = from; i < to; i += A_CALL) {
      await service.do("POST /messages", {
        key: town.key,
        json: { messages: SMS.slice(i, Math.min(i + A_CALL, to)) },
        headers: { "idempotency-key": `call-${i}` },
      });
    }
  };
  const firstMs = performance.now();
  await send(0, 1_200);
  await until(() => network.arrivals().length >= 400, "the first SMS");
  await network.stop();
  await send(1_200, TOTAL);
  await pause(OUTAGE_MS);
  const before = network.arrivals().length;
  await network.resume();

  const history = await delivered(service, town.id);
  const { flagged, doubled } = assertArrivedAsWritten(history, network);
  console.log(
    `${network.name} away for ${OUTAGE_MS / 1_000} s after ${before} of ` +
      `${TOTAL} SMS; all delivered ` +
      `${Math.round(performance.now() - firstMs)} ms after the first call; ` +
      `${doubled} arrived twice, ${flagged} flagged`,
  );
  await assertChargedOnce(service, town.id);
}

interface Line {
  text: string;
  status: string;
  possibleDuplicate: boolean;
}

/** The history once every receipt has come. */
async function delivered(service: Service, id: string): Promise<Line[]> {
  let history: Line[] = [];
  await until(
    async () => {
      history = await service.all(`/messages?structureId=${id}`);
      return history.every(({ status }) => status === "delivered");
    },
    "every receipt",
    QUIET_MS_MAX,
  ).catch((error) => {
    const counts = Map.groupBy(history, ({ status }) => status);
    const words = [...counts].map(([status, { length }]) =>
      `${status} ${length}`
    );
    throw new Error(`${error.message}: ${words.join(", ")}`);
  });
  return history;
}

function assertArrivedAsWritten(history: readonly Line[], network: Network) {
  const arrivals = Map.groupBy(network.arrivals(), ({ text }) => text);
  const lost = history.filter(({ text }) => !arrivals.has(text));
  assertEquals(lost, [], "lost, or changed on the way");
  const flagged = history.filter(({ possibleDuplicate }) => possibleDuplicate);
  const doubled = history.filter(({ text }) => arrivals.get(text)!.length > 1);
  const silent = doubled.filter(({ possibleDuplicate }) => !possibleDuplicate);
  assertEquals(silent, [], "arrived twice and not flagged");
  assertEquals(history.length, TOTAL);
  for (const { to, text } of SMS) {
    const [first] = arrivals.get(text) ?? [];
    assertEquals(
      { to: first?.to, sender: first?.sender, text: first?.text },
      { to: to.slice(1), sender: SENDER, text },
    );
  }
  assertEquals(arrivals.size, TOTAL, "what nobody wrote arrived");
  return { flagged: flagged.length, doubled: doubled.length };
}

async function assertChargedOnce(service: Service, id: string): Promise<void> {
  const { reserved, spent, available } = await service.do(
    `GET /structures/${id}/balance`,
  );
  const ledger = await service.all(`/structures/${id}/ledger`);
  const settled = ledger.filter(({ kind }) => kind === "settle")
    .reduce((sum, { amount }) => sum + amount, 0);
  assertEquals([reserved, available], [0, 10 * TOTAL - spent]);
  assertEquals(settled, spent);
  await service.stop();
  const { code, output } = await service.verify();
  assertEquals(code, 0, output);
}
