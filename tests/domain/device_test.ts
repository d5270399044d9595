import { assertEquals } from "@std/assert";
import {
  addDevice,
  devicesFor,
  forgetDevice,
  listDevices,
  putTopics,
  readDevice,
  readTopics,
  removeDevice,
} from "../../lib/domain/device.ts";
import { DEVICES_MAX, TOPICS_DEFAULT } from "../../lib/schema/push.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { member, refusalOf } from "./tree.ts";
import { TestBrowser } from "../delivery/push_service.ts";

const MARIE = member({});
const PAUL = { ...MARIE, id: "mem_00000000000000000p" };

function add(world: TestWorld, name: string, actor = MARIE) {
  return addDevice(world.ports, actor, {
    ...new TestBrowser(name).device,
    language: "en",
    agent: "Firefox",
  });
}

Deno.test("addDevice() keeps a browser once, for who signed in there last", async () => {
  await using world = await TestWorld.open();
  await add(world, "a");
  const again = await add(world, "a");
  assertEquals(await listDevices(world.ports, MARIE), [again]);
  await add(world, "a", PAUL);
  assertEquals(await listDevices(world.ports, MARIE), []);
  assertEquals((await listDevices(world.ports, PAUL)).length, 1);
});

Deno.test("addDevice() seals where a browser is reached", async () => {
  await using world = await TestWorld.open();
  const { id } = await add(world, "secret-place");
  const reference = `${MARIE.id}/${id}`;
  const { device, reach } = (await readDevice(world.ports, reference))!;
  assertEquals(reach.endpoint, "https://push.test/send/secret-place");
  assertEquals(JSON.stringify(device).includes("secret-place"), false);
});

Deno.test("addDevice() refuses keys, plain addresses, and an eleventh", async () => {
  await using world = await TestWorld.open();
  const { device } = new TestBrowser();
  const options = { language: "fr" as const, agent: "" };
  assertEquals(
    await refusalOf(
      addDevice(world.ports, OPERATOR, { ...device, ...options }),
    ),
    "forbidden",
  );
  const endpoint = "http://push.test/send";
  assertEquals(
    await refusalOf(
      addDevice(world.ports, MARIE, { ...device, endpoint, ...options }),
    ),
    "invalid_request /endpoint",
  );
  for (let i = 0; i < DEVICES_MAX; i++) await add(world, `b${i}`);
  assertEquals(await refusalOf(add(world, "one more")), "conflict");
  await add(world, "b0");
});

Deno.test("removeDevice() and forgetDevice() forget once", async () => {
  await using world = await TestWorld.open();
  const { id } = await add(world, "a");
  const other = await add(world, "b");
  const byPaul = removeDevice(world.ports, PAUL, id);
  assertEquals(await refusalOf(byPaul), "not_found");
  await removeDevice(world.ports, MARIE, id);
  assertEquals(
    await refusalOf(removeDevice(world.ports, MARIE, id)),
    "not_found",
  );
  const reference = `${MARIE.id}/${other.id}`;
  assertEquals(await forgetDevice(world.ports, reference), true);
  assertEquals(await forgetDevice(world.ports, reference), false);
});

Deno.test("devicesFor() finds who wants a topic", async () => {
  await using world = await TestWorld.open();
  const { id } = await add(world, "a");
  await add(world, "b", PAUL);
  assertEquals((await readTopics(world.ports, MARIE)).topics, [
    ...TOPICS_DEFAULT,
  ]);
  await putTopics(world.ports, PAUL, ["answers", "answers"]);
  assertEquals((await readTopics(world.ports, PAUL)).topics, ["answers"]);
  const both = [MARIE, PAUL, MARIE];
  assertEquals(await devicesFor(world.ports, both, "alerts"), [
    `${MARIE.id}/${id}`,
  ]);
  assertEquals((await devicesFor(world.ports, both, "answers")).length, 2);
});
