import { assertEquals, assertRejects } from "@std/assert";
import { takeReceipt } from "../../lib/delivery/receipts.ts";
import { listGateways } from "../../lib/delivery/gateway.ts";
import { getMessage } from "../../lib/domain/history.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { Problem } from "../../lib/problem.ts";
import { OPERATOR } from "../support.ts";
import { openTown, SCRIPTED, type Town } from "./support.ts";

/** A receipt as the scripted gateway posts it. */
async function post(town: Town, id: string, status: string, query = "") {
  const { items } = await listGateways(town.world.ports, OPERATOR, {
    limit: 10,
  });
  const gateway = items.find(({ name }) => name === "main")!;
  const [gatewayId, secret] = gateway.callbackUrl.split("/").slice(-2);
  return await takeReceipt(town.world.ports, {
    gatewayId: gatewayId!,
    secret: secret!,
    request: {
      method: "POST",
      query: new URLSearchParams(query),
      headers: new Headers({ "content-type": "application/json" }),
      body: JSON.stringify({ id, status }),
    },
  });
}

/** A town with one message that its gateway took as `prv-1`. */
async function sentTown() {
  const town = await openTown({ gateway: SCRIPTED });
  town.world.reply = () => Response.json({ id: "prv-1" });
  const { messages } = await town.send({});
  const id = messages![0]!.id;
  const read = () => getMessage(town.world.ports, OPERATOR, id);
  return { town, id, read };
}

Deno.test("takeReceipt() finds the message by the gateway's id, and moves it forward once", async () => {
  const { town, read } = await sentTown();
  await using _ = town.world;
  await town.engine.runDue();
  assertEquals(await post(town, "prv-1", "ok"), "applied");
  assertEquals((await read()).status, "delivered");
  assertEquals(await post(town, "prv-1", "ko"), "applied");
  assertEquals((await read()).status, "delivered");
  assertEquals((await verifyAccounts(town.world.ports)).broken, []);
});

Deno.test("takeReceipt() keeps a receipt that comes before its message is known", async () => {
  const { town, read } = await sentTown();
  await using _ = town.world;
  assertEquals(await post(town, "prv-1", "ok"), "kept");
  assertEquals((await read()).status, "queued");
  await town.engine.runDue();
  assertEquals((await read()).status, "delivered");
  assertEquals((await town.world.account(town.structureId)).spent, 1);
  assertEquals((await verifyAccounts(town.world.ports)).broken, []);
});

Deno.test("takeReceipt() settles a message whose hand-over was never answered", async () => {
  const { town, id, read } = await sentTown();
  await using _ = town.world;
  town.world.reply = () => new Response(null, { status: 500 });
  await town.engine.runDue();
  assertEquals(await post(town, "prv-9", "ok", `id=${id}`), "applied");
  assertEquals((await read()).status, "delivered");
  town.world.advance(120_000);
  await town.engine.runDue();
  assertEquals(town.world.requests.length, 1);
  assertEquals((await town.world.account(town.structureId)).spent, 1);
});

Deno.test("takeReceipt() ignores what it does not know, and refuses a wrong secret", async () => {
  const { town, read } = await sentTown();
  await using _ = town.world;
  await town.engine.runDue();
  assertEquals(await post(town, "prv-1", "who knows"), "ignored");
  assertEquals(
    await post(town, "prv-1", "ok", "id=msg_000000000000000000zz"),
    "ignored",
  );
  assertEquals((await read()).status, "sent");
  const problem = await assertRejects(
    () =>
      takeReceipt(town.world.ports, {
        gatewayId: "gtw_x",
        secret: "guess",
        request: {
          method: "GET",
          query: new URLSearchParams(),
          headers: new Headers(),
          body: "",
        },
      }),
    Problem,
  );
  assertEquals(problem.code, "not_found");
});
