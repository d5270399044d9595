/**
 * The power cut, again and again: the service is killed at random moments
 * under load, started again, and in the end every message is accounted for.
 *
 * Six rounds, or as many as CRASH_ROUNDS says.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- the figures are for who reads the log
import { assert, assertEquals } from "@std/assert";
import { CountingGateway } from "./counting_gateway.ts";
import { type Answer, pause, Service, type Town, until } from "./service.ts";

const ROUNDS = Number(Deno.env.get("CRASH_ROUNDS") ?? 6);
const SENDERS = 10;
const CREDITS = 10_000_000;
/** How long after a restart what was in work before it may go out. */
const RESCUE_MS_MAX = 5_000;
/** An unanswered hand-over waits a minute for its receipt. */
const QUIET_MS_MAX = 150_000;

/** How a caller behaves when no answer comes. */
type Manner = "key" | "repeat" | "give up";

/** One submission, as its caller knows it. */
interface Intent {
  readonly manner: Manner;
  readonly text: string;
  readonly recipients: readonly string[];
  readonly key: string;
  /** What it was answered, and when, once it was. */
  answer: Answer | null;
  ackMs: number;
}

const NUMBERS = Array.from(
  { length: 200 },
  (_, i) => `+336${String(10_000_000 + i)}`,
);

/** Callers that send all the time, while the service comes and goes. */
class Load {
  readonly intents: Intent[] = [];
  /** Answers that were neither 202 nor a passing refusal. */
  readonly surprises: string[] = [];
  readonly #service: Service;
  readonly #town: Town;
  readonly #senders: Promise<void>[];
  #stopped = false;

  constructor(service: Service, town: Town) {
    this.#service = service;
    this.#town = town;
    this.#senders = Array.from({ length: SENDERS }, () => this.#send());
  }

  /** Begins nothing more; what must be answered is seen through. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#senders);
  }

  post({ manner, text, recipients, key }: Intent): Promise<Answer> {
    return this.#service.ask("POST /messages", {
      key: this.#town.key,
      json: { text, recipients },
      headers: manner === "key" ? { "idempotency-key": key } : {},
    });
  }

  async #send(): Promise<void> {
    while (!this.#stopped) {
      const intent = newIntent(this.intents.length);
      this.intents.push(intent);
      await this.#seeThrough(intent);
      await pause(Math.random() * 20);
    }
  }

  async #seeThrough(intent: Intent): Promise<void> {
    while (intent.answer === null) {
      const answer = await this.post(intent).catch(() => null);
      if (answer?.status === 202) {
        intent.answer = answer;
        intent.ackMs = performance.now();
      } else if (answer !== null && answer.status !== 503) {
        this.surprises.push(`${answer.status} ${answer.text}`);
        return;
      } else if (intent.manner === "give up") return;
      else await pause(30);
    }
  }
}

function newIntent(number: number): Intent {
  const dice = Math.random();
  const manner = dice < 0.7 ? "key" : dice < 0.85 ? "repeat" : "give up";
  // Some are too long for one SMS, some too many for one commit.
  const long = Math.random() < 0.1 ? " Ordre du jour ci-joint.".repeat(8) : "";
  const size = Math.random();
  const count = size < 0.8 ? 1 : size < 0.99 ? 3 : 200;
  return {
    manner,
    text: `Convocation n° ${number}.${long}`,
    recipients: NUMBERS.slice(0, count),
    key: crypto.randomUUID(),
    answer: null,
    ackMs: Infinity,
  };
}

/** One life of the service: when it was started, and when it served. */
interface Life {
  readonly startMs: number;
  readonly readyMs: number;
}

/** Starts, lets work for a while, kills, again and again; at last starts. */
async function crash(service: Service, rounds: number): Promise<Life[]> {
  const lives: Life[] = [];
  const begin = async () => {
    const startMs = performance.now();
    await service.resume();
    lives.push({ startMs, readyMs: performance.now() });
  };
  for (let round = 0; round < rounds; round++) {
    if (Math.random() < 0.2) {
      const startMs = performance.now();
      lives.push({ startMs, readyMs: startMs });
      service.spawn();
      await pause(50 + Math.random() * 500);
    } else {
      await begin();
      await pause(50 + Math.random() * 1_500);
    }
    await service.kill();
  }
  await begin();
  return lives;
}

interface Sent {
  id: string;
  text: string;
  status: string;
  segments: number;
  submissionId: string;
  possibleDuplicate: boolean;
  sentAt: string | null;
}

/** A hand-over that repairs a crash: how long it took to come. */
interface Rescue {
  /** In work when the process before died; otherwise it only waited then. */
  readonly isOrphan: boolean;
  readonly afterStartMs: number;
  readonly afterReadyMs: number;
}

function rescues(
  gateway: CountingGateway,
  lives: readonly Life[],
  acks: ReadonlyMap<string, number>,
): Rescue[] {
  return [...gateway.arrivals].flatMap(([id, arrivals]) =>
    arrivals.flatMap(({ atMs }, time) => {
      const life = lives.findLast(({ startMs }) => startMs <= atMs);
      const isOlder = life !== undefined && (acks.get(id) ?? 0) < life.startMs;
      if (!isOlder) return [];
      return [{
        isOrphan: time > 0,
        afterStartMs: atMs - life.startMs,
        afterReadyMs: atMs - life.readyMs,
      }];
    })
  );
}

function slowest(timesMs: readonly number[]): number {
  return Math.round(Math.max(0, ...timesMs));
}

Deno.test(`the service loses nothing and charges once, killed ${ROUNDS} times under load`, async () => {
  await using gateway = new CountingGateway();
  await using service = await Service.start();
  const town = await service.town({ credits: CREDITS });
  await service.do("POST /gateways", {
    json: {
      kind: "http",
      name: "counting",
      ownerId: town.id,
      settings: gateway.settings,
    },
  });
  const load = new Load(service, town);
  await pause(1_000);
  await service.kill();
  const lives = await crash(service, ROUNDS - 1);
  await pause(1_000);
  await load.stop();

  const balance = () => service.do(`GET /structures/${town.id}/balance`);
  await until(
    async () => (await balance()).reserved === 0,
    "everything to be settled",
    QUIET_MS_MAX,
  );
  const history: Sent[] = await service.all(`/messages?structureId=${town.id}`);
  const byText = Map.groupBy(history, ({ text }) => text);
  assertEquals(load.surprises, []);

  // Nothing accepted is lost, nothing is accepted twice.
  const acks = new Map<string, number>();
  for (const { text, manner, recipients, answer, ackMs } of load.intents) {
    const found = byText.get(text) ?? [];
    const submissions = new Set(found.map(({ submissionId }) => submissionId));
    const isDoubtful = answer === null && found.length === 0;
    if (isDoubtful) {
      assertEquals(manner, "give up");
      continue;
    }
    assertEquals(submissions.size, 1, `${manner}: ${text}`);
    assertEquals(found.length, recipients.length, text);
    for (const { id } of found) acks.set(id, ackMs);
    if (answer === null) continue;
    const told = answer.body.messages.map(({ id }: { id: string }) => id);
    assertEquals(found.map(({ id }) => id).toSorted(), told.toSorted());
  }
  const missing = history.filter(({ id }) => !gateway.arrivals.has(id));
  assertEquals(missing, [], "accepted and never handed over");
  const known = new Set(history.map(({ id }) => id));
  const unknown = gateway.arrivals.keys().filter((id) => !known.has(id));
  assertEquals([...unknown], [], "handed over and not in the history");
  const open = history.filter(({ status }) =>
    status !== "sent" && status !== "delivered"
  );
  assertEquals(open, []);

  // What went out twice says so.
  const doubled = history.filter(({ id }) =>
    gateway.arrivals.get(id)!.length > 1
  );
  const silent = doubled.filter(({ possibleDuplicate }) => !possibleDuplicate)
    .map(({ id, sentAt }) => {
      const times = gateway.arrivals.get(id)!.map(({ atMs }) =>
        new Date(performance.timeOrigin + atMs).toISOString()
      );
      return `${id} (sent ${sentAt}): ${times.join(", ")}`;
    });
  assertEquals(silent, [], "handed over twice and not flagged");
  const flagged = history.filter(({ possibleDuplicate }) => possibleDuplicate);

  // Each is paid for once.
  const { available, reserved, spent, granted } = await balance();
  const segments = history.reduce((sum, { segments }) => sum + segments, 0);
  assertEquals([granted, reserved, spent], [CREDITS, 0, segments]);
  assertEquals(available, CREDITS - segments);

  // A key still answers what it answered then.
  const keyed = load.intents.filter(({ manner }) => manner === "key");
  for (const intent of keyed.slice(-20).concat(keyed.slice(0, 20))) {
    const again = await load.post(intent);
    assertEquals(again.status, 202);
    assertEquals(again.text, intent.answer!.text);
    assertEquals(again.headers.get("idempotency-replayed"), "true");
  }

  const rescued = rescues(gateway, lives, acks);
  const orphans = rescued.filter(({ isOrphan }) => isOrphan);
  const afterReady = slowest(orphans.map(({ afterReadyMs }) => afterReadyMs));
  console.log(
    `${ROUNDS} kills, ${load.intents.length} submissions, ${history.length} messages: none lost, none paid for twice; ` +
      `${doubled.length} handed over twice, ${flagged.length} flagged; ` +
      `orphans went out within ${
        slowest(orphans.map(({ afterStartMs }) => afterStartMs))
      } ms of a start, ${afterReady} ms after it served; what waited within ${
        slowest(rescued.map(({ afterStartMs }) => afterStartMs))
      } ms of a start`,
  );
  assert(orphans.length > 0, "no kill hit a hand-over");
  assert(afterReady <= RESCUE_MS_MAX, `orphans waited ${afterReady} ms`);

  await service.stop();
  const { code, output } = await service.verify();
  assertEquals(code, 0, output);
  console.log(output.trim());
});
