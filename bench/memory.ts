/**
 * The suite `memory`: what the service takes when it has nothing to do, and
 * after much has gone through it.
 *
 * @module
 */
import type { Case, Sample } from "./figures.ts";
import { startScript } from "./processes.ts";
import { BenchService, type Tenant } from "./service.ts";
import type { Setting } from "./setting.ts";
import { load, type Shape } from "./submissions.ts";

const LISTS: Shape = { connections: 8, recipients: 100 };
/** After which a process is taken to be at rest. */
const REST_MS = 3_000;
const POLL_MS = 100;
const HONO = "bare Hono, same schema";
const MIB = 1024;

/** The service beside a process that answers the same calls. */
export function memoryCases(setting: Setting): Case[] {
  const messages = setting.quick ? 20_000 : 100_000;
  return [{
    suite: "memory",
    name: `${messages.toLocaleString("en")} messages, delivered`,
    contenders: [
      { name: HONO, measure: () => measureHono(setting, messages) },
      {
        name: "lsmessage",
        measure: () => measureService(setting, messages),
        comparisons: [
          { by: "idleMb", atMost: 150 },
          { by: "idleMb", to: HONO },
          { by: "allMb", to: HONO },
        ],
      },
    ],
  }];
}

async function measureHono(
  setting: Setting,
  messages: number,
): Promise<Sample> {
  const { flags } = setting;
  await using server = await startScript<{ port: number }>("bare_hono.ts", {
    flags,
  });
  return await measure(server.pid, async (half) => {
    await send(setting, server.hello.port, ["none"], { messages, half });
  });
}

async function measureService(
  setting: Setting,
  messages: number,
): Promise<Sample> {
  await using service = await BenchService.start(setting);
  // Resting begins when the service is up; setting up is work already.
  const idleMb = await restingMb(service.pid);
  const tenants = await service.tenants(1);
  const keys = tenants.map(({ key }) => key);
  const sample = await measure(service.pid, async (half) => {
    await send(setting, service.port, keys, { messages, half });
    await untilDelivered(service, tenants);
  });
  return { ...sample, idleMb };
}

/** What a process takes at rest, and after each of two halves of its work. */
async function measure(
  pid: number,
  work: (half: 0 | 1) => Promise<void>,
): Promise<Sample> {
  const idleMb = await restingMb(pid);
  await work(0);
  const halfMb = await restingMb(pid);
  await work(1);
  const allMb = await restingMb(pid);
  return { idleMb, halfMb, allMb };
}

async function send(
  setting: Setting,
  port: number,
  keys: readonly string[],
  { messages, half }: { messages: number; half: 0 | 1 },
): Promise<void> {
  const count = messages / 2;
  const { messages: accepted } = await load(setting, {
    port,
    keys,
    shape: LISTS,
    warmUpSeconds: 0,
    requests: count / LISTS.recipients,
    firstNumber: half * count,
  });
  if (accepted !== count) throw new Error(`${accepted} of ${count} accepted`);
}

async function untilDelivered(
  service: BenchService,
  tenants: readonly Tenant[],
): Promise<void> {
  while ((await service.balance(tenants)).reserved > 0) await sleep(POLL_MS);
}

async function restingMb(pid: number): Promise<number> {
  await sleep(REST_MS);
  return await residentKib(pid) / MIB;
}

/** What a process holds in memory, in KiB: from `/proc`, or from `ps`. */
async function residentKib(pid: number): Promise<number> {
  try {
    const status = await Deno.readTextFile(`/proc/${pid}/status`);
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const args = ["-o", "rss=", "-p", String(pid)];
  const { stdout } = await new Deno.Command("ps", { args }).output();
  return Number(new TextDecoder().decode(stdout));
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
