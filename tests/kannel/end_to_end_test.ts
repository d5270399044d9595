/**
 * The service and a real Kannel: what is accepted over the API arrives at the
 * message centre as it was written, and its receipts come back, although
 * Kannel is stopped in the middle.
 *
 * Kannel is away for 8 seconds, or as many as KANNEL_OUTAGE_S says.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the figures are for who reads the log
import { assertEquals } from "@std/assert";
import { pause, Service, until } from "../e2e/service.ts";
import { kannelInstalled, KannelRig } from "./rig.ts";

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

/** Messages of the history, counted by what `of` says of them. */
function tally<T>(items: readonly T[], of: (item: T) => string) {
  const counts: Record<string, number> = {};
  for (const item of items) counts[of(item)] = (counts[of(item)] ?? 0) + 1;
  return counts;
}

Deno.test({
  name: "2,000 SMS pass through a Kannel that is stopped in the middle",
  ignore: !kannelInstalled(),
}, async () => {
  await using rig = await KannelRig.open();
  await using service = await Service.start();
  const town = await service.town({ credits: 10 * TOTAL });
  await service.do(`PATCH /structures/${town.id}`, {
    json: { defaultSender: SENDER },
  });
  const [simulator] = await service.all("/gateways");
  await service.do("POST /gateways", {
    json: { kind: "kannel", name: "kannel", settings: rig.settings },
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
  await until(() => rig.smsc.arrivals.length >= 400, "the first SMS");
  await rig.stop("both");
  await send(1_200, TOTAL);
  await pause(OUTAGE_MS);
  const before = rig.smsc.arrivals.length;
  await rig.resume();

  let history: { text: string; status: string; possibleDuplicate: boolean }[] =
    [];
  await until(
    async () => {
      history = await service.all(`/messages?structureId=${town.id}`);
      return history.every(({ status }) => status === "delivered");
    },
    "every receipt",
    QUIET_MS_MAX,
  ).catch((error) => {
    const counts = JSON.stringify(tally(history, ({ status }) => status));
    throw new Error(`${error.message}: ${counts}`);
  });

  const arrivals = Map.groupBy(rig.smsc.arrivals, ({ text }) => text);
  const flagged = history.filter(({ possibleDuplicate }) => possibleDuplicate);
  const doubled = history.filter(({ text }) => arrivals.get(text)!.length > 1);
  console.log(
    `Kannel away for ${OUTAGE_MS / 1_000} s after ${before} of ${TOTAL} SMS; ` +
      `all delivered ${Math.round(performance.now() - firstMs)} ms after ` +
      `the first call; ${doubled.length} arrived twice, ${flagged.length} flagged`,
  );
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
  const { reserved, spent, available } = await service.do(
    `GET /structures/${town.id}/balance`,
  );
  const ledger = await service.all(`/structures/${town.id}/ledger`);
  const settled = ledger.filter(({ kind }) => kind === "settle")
    .reduce((sum, { amount }) => sum + amount, 0);
  assertEquals([reserved, available], [0, 10 * TOTAL - spent]);
  assertEquals(settled, spent);
  await service.stop();
  const { code, output } = await service.verify();
  assertEquals(code, 0, output);
});
