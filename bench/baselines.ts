/**
 * What acceptance is compared with, each measured in a process of its own.
 *
 * @module
 */
import { kannelInstalled } from "../tests/kannel/rig.ts";
import type { Contender, Sample } from "./figures.ts";
import type { KannelHello } from "./kannel.ts";
import type { WritesPlan, WritesResult } from "./kv_writes.ts";
import type { LoadResult } from "./load.ts";
import { runScript, startScript } from "./processes.ts";
import { freshFolder, type Setting } from "./setting.ts";
import { load, type Shape, TEXT } from "./submissions.ts";
import { NUMBER_MARK } from "./wire.ts";

export const HONO = "bare Hono, same schema";
export const KV = "raw KV, 64 records a commit";
export const KANNEL = "Kannel";

/** Kannel answers a longer list of recipients as a whole with one line. */
const KANNEL_RECIPIENTS_MAX = 1;

/** The baselines of a load with these keys. */
export function baselines(
  setting: Setting,
  shape: Shape,
  keyCount: number,
): Contender[] {
  return [
    { name: HONO, measure: () => measureHono(setting, shape, keyCount) },
    { name: KV, measure: () => measureKv(setting) },
    ...(shape.recipients > KANNEL_RECIPIENTS_MAX
      ? []
      : [kannelContender(setting, shape)]),
  ];
}

/** What a load generator saw, as a sample. */
export function sampleOf(
  {
    requestsPerSecond,
    messagesPerSecond,
    p50Ms,
    p99Ms,
    refusedShare,
    generatorShare,
  }: LoadResult,
): Sample {
  return {
    requestsPerSecond,
    messagesPerSecond,
    p50Ms,
    p99Ms,
    refusedShare,
    generatorShare,
  };
}

async function measureHono(
  setting: Setting,
  shape: Shape,
  keyCount: number,
): Promise<Sample> {
  const { flags } = setting;
  await using server = await startScript<{ port: number }>("bare_hono.ts", {
    flags,
  });
  const keys = Array.from(
    { length: keyCount },
    (_, index) => `lsm_live_${String(index).padStart(66, "0")}`,
  );
  const { port } = server.hello;
  return sampleOf(await load(setting, { port, shape, keys }));
}

async function measureKv(setting: Setting): Promise<Sample> {
  const { flags, warmUpSeconds, seconds } = setting;
  const folder = await freshFolder(setting);
  const plan: WritesPlan = {
    path: `${folder}/raw.sqlite3`,
    recordsACommit: 64,
    recordBytes: 300,
    warmUpSeconds,
    seconds,
  };
  const result = await runScript<WritesResult>("kv_writes.ts", {
    flags,
    input: plan,
  });
  await Deno.remove(folder, { recursive: true });
  return { ...result };
}

function kannelContender(setting: Setting, shape: Shape): Contender {
  return kannelInstalled()
    ? { name: KANNEL, measure: () => measureKannel(setting, shape) }
    : { name: KANNEL, measure: null, note: "not installed" };
}

/** With a spool store; it neither debits nor waits for the disk. */
async function measureKannel(
  setting: Setting,
  shape: Shape,
): Promise<Sample> {
  await using rig = await startScript<KannelHello>("kannel.ts", {
    flags: setting.flags,
  });
  const { port, username, password } = rig.hello;
  const query = Object.entries({ username, password, text: TEXT }).map((
    [name, value],
  ) => `${name}=${encodeURIComponent(value)}`);
  query.push("from=Mairie", `to=%2B336${NUMBER_MARK}`);
  return sampleOf(
    await load(setting, {
      port,
      shape,
      method: "GET",
      path: `/cgi-bin/sendsms?${query.join("&")}`,
      body: null,
      keys: [],
    }),
  );
}
