import { assertEquals, assertFalse, assertNotEquals } from "@std/assert";
import {
  listAlertEvents,
  putAlerts,
  readAlerts,
} from "../../lib/domain/alert_settings.ts";
import { post } from "../../lib/domain/credit.ts";
import { keys } from "../../lib/kv/keys.ts";
import type { NewAlerts } from "../../lib/schema/alert.ts";
import { EPOCH, OPERATOR, TestWorld } from "../support.ts";
import { grant, member, plant, refusalOf } from "./tree.ts";

const ALERTS: NewAlerts = {
  lowBalance: [100, 500, 100],
  monthlyVolume: [20_000, 1_000],
  emails: ["Maire@rodez.fr", "maire@rodez.fr", "dsi@rodez.fr"],
  sms: ["06 12 34 56 78", "+33612345678"],
  webhook: true,
};

const SORTED = {
  lowBalance: [100, 500],
  monthlyVolume: [1_000, 20_000],
  daysLeft: [],
  failureRate: [],
  emails: ["Maire@rodez.fr", "dsi@rodez.fr"],
  webhook: true,
  push: false,
  sms: ["+33612345678"],
};

Deno.test("putAlerts() sorts, leaves doubles out, and replaces what was set", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const { town } = await plant(world);

  const put = await putAlerts(ports, world.call(), {
    id: town,
    alerts: ALERTS,
  });
  assertEquals(put, SORTED);
  assertEquals(await readAlerts(ports, OPERATOR, town), SORTED);

  const none = { lowBalance: [], monthlyVolume: [], emails: [] };
  await putAlerts(ports, world.call(), { id: town, alerts: none });
  assertEquals(await readAlerts(ports, OPERATOR, town), {
    ...none,
    daysLeft: [],
    failureRate: [],
    webhook: false,
    push: false,
    sms: [],
  });
});

Deno.test("readAlerts() knows of nothing where nothing was set", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);

  assertEquals(await readAlerts(world.ports, OPERATOR, town), {
    lowBalance: [],
    monthlyVolume: [],
    daysLeft: [],
    failureRate: [],
    emails: [],
    webhook: false,
    push: false,
    sms: [],
  });
});

Deno.test("no address and no number is stored in clear", async () => {
  using kv = await Deno.openKv(":memory:");
  await using world = await TestWorld.open({ kv });
  const { town } = await plant(world);
  await putAlerts(world.ports, world.call(), { id: town, alerts: ALERTS });

  const decoder = new TextDecoder();
  for await (const { value } of kv.list<Uint8Array>({ prefix: [] })) {
    const text = decoder.decode(value);
    assertFalse(/rodez\.fr|612345678/i.test(text), text);
  }
  const account = (await world.account(town)).alerts;
  assertEquals(account, {
    lowBalance: [100, 500],
    monthlyVolume: [1_000, 20_000],
    daysLeft: [],
    failureRate: [],
    noticedEntry: 0,
  });
});

Deno.test("putAlerts() points at each number that cannot be warned", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);

  const alerts = { ...ALERTS, sms: ["0612345678", "01 23 45 67 89", "x"] };
  const work = putAlerts(world.ports, world.call(), { id: town, alerts });
  assertEquals(await refusalOf(work), "invalid_request /sms/1 /sms/2");
});

Deno.test("alerts are for managers; who may see the balance sees what was raised", async (t) => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const { centre, town, stranger, otherTown } = await plant(world);
  const table = [
    ["the town's manager", { [town]: "manager" }, "nothing", "nothing"],
    ["a manager above", { [centre]: "manager" }, "nothing", "nothing"],
    ["the town's sender", { [town]: "sender" }, "forbidden", "nothing"],
    ["the town's viewer", { [town]: "viewer" }, "forbidden", "nothing"],
    [
      "a sibling's manager",
      { [otherTown]: "manager" },
      "not_found",
      "not_found",
    ],
    ["a stranger", { [stranger]: "manager" }, "not_found", "not_found"],
  ] as const;
  for (const [who, roles, settings, events] of table) {
    await t.step(who, async () => {
      const actor = member({ ...roles });
      const put = putAlerts(ports, world.call(actor), {
        id: town,
        alerts: ALERTS,
      });
      assertEquals(await refusalOf(put), settings);
      assertEquals(await refusalOf(readAlerts(ports, actor, town)), settings);
      const list = listAlertEvents(ports, actor, { id: town, limit: 5 });
      assertEquals(await refusalOf(list), events);
    });
  }
});

Deno.test("listAlertEvents() gives pages, the newest first", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const { town } = await plant(world);
  const alerts = { ...ALERTS, lowBalance: [10, 20, 30], emails: [], sms: [] };
  await putAlerts(ports, world.call(), { id: town, alerts });
  await grant(world, town, 100);
  for (const amount of [75, 20]) {
    const posting = { actor: "a", cause: "c", atMs: EPOCH };
    await world.store.transact(
      town,
      (tx) => post(tx, town, { kind: "reserve", amount, ...posting }),
    );
  }

  const page = (cursor?: string) =>
    listAlertEvents(ports, OPERATOR, { id: town, limit: 2, cursor });
  const first = await page();
  const second = await page(first.nextCursor!);

  const brief = [...first.items, ...second.items].map((event) => [
    event.entry,
    event.threshold,
    event.value,
  ]);
  assertEquals(brief, [[3, 10, 5], [3, 20, 5], [2, 30, 25]]);
  assertNotEquals(first.nextCursor, null);
  assertEquals(second.nextCursor, null);
  assertEquals(first.items[0], {
    id: first.items[0]!.id,
    kind: "lowBalance",
    threshold: 10,
    value: 5,
    at: "2026-12-01T08:00:00.000Z",
    entry: 3,
    about: null,
    until: null,
    notifications: [],
  });
  const wrong = listAlertEvents(ports, OPERATOR, {
    id: town,
    limit: 2,
    cursor: "eA",
  });
  assertEquals(await refusalOf(wrong), "invalid_cursor");
});

Deno.test("thresholds and targets of a structure leave those of others alone", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const { town, otherTown } = await plant(world);
  await putAlerts(ports, world.call(), { id: town, alerts: ALERTS });

  assertEquals(await ports.store.get(keys.alertSettings(otherTown)), null);
  const other = await readAlerts(ports, OPERATOR, otherTown);
  assertEquals(other.emails, []);
});
