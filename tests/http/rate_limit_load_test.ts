import { assertEquals } from "@std/assert";
import { createApplication } from "../../lib/domain/application.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { createApp } from "../../routes/mod.ts";
import { OPERATOR_TOKEN } from "../api/support.ts";
import { TestWorld } from "../support.ts";

const CONNECTIONS = 64;
const PER_MINUTE = 600;
const SECONDS = 4;

Deno.test("a rate limit holds within 2 % under 64 connections", async () => {
  await using world = await TestWorld.open();
  // The limit is held against a real clock here.
  const ports = { ...world.ports, now: () => Date.now() };
  const { id } = await createStructure(ports, world.call(), { name: "Rodez" });
  const { apiKey } = await createApplication(ports, world.call(), {
    structureId: id,
    name: "idelibre",
    mode: "test",
    perMinute: PER_MINUTE,
  });
  const app = createApp(ports, {
    operatorToken: OPERATOR_TOKEN,
    checkResponses: false,
  });
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    app.fetch,
  );
  const url = `http://127.0.0.1:${server.addr.port}/api/v1/info`;
  const headers = { authorization: `Bearer ${apiKey}` };
  const startMs = Date.now();
  const counts = { allowed: 0, refused: 0, other: 0 };
  await Promise.all(Array.from({ length: CONNECTIONS }, async () => {
    while (Date.now() - startMs < SECONDS * 1_000) {
      const response = await fetch(url, { headers });
      await response.body?.cancel();
      if (response.status === 200) counts.allowed++;
      else if (response.status === 429) counts.refused++;
      else counts.other++;
    }
  }));
  const passedS = (Date.now() - startMs) / 1_000;
  await server.shutdown();
  const due = PER_MINUTE + (PER_MINUTE / 60) * passedS;
  const isExact = Math.abs(counts.allowed / due - 1) <= 0.02;
  assertEquals(isExact, true, `${JSON.stringify(counts)} of ${due}`);
  assertEquals(counts.other, 0);
  assertEquals(counts.refused > 0, true, JSON.stringify(counts));
});
