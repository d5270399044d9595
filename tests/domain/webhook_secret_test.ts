import { assertEquals, assertMatch } from "@std/assert";
import {
  newWebhookSecret,
  webhookSignature,
} from "../../lib/domain/webhook_secret.ts";
import { TestWorld } from "../support.ts";

/** Source: the test suites of github.com/standard-webhooks/standard-webhooks. */
const OFFICIAL = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  seconds: 1_614_265_330,
  body: '{"test": 2432232314}',
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};

Deno.test("webhookSignature() gives the official signature", () => {
  const { secret, signature, ...signed } = OFFICIAL;
  assertEquals(webhookSignature([secret], signed), signature);
});

Deno.test("webhookSignature() gives one for each secret, in order", () => {
  const { secret, signature, ...signed } = OFFICIAL;
  const other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
  const [first, second] = webhookSignature([other, secret], signed).split(" ");
  assertEquals(second, signature);
  assertEquals(first, webhookSignature([other], signed));
});

Deno.test("newWebhookSecret() is whsec_ and 24 bytes of base64", async () => {
  await using world = await TestWorld.open();
  const secret = newWebhookSecret(world.ports);
  assertMatch(secret, /^whsec_[A-Za-z0-9+/]{32}$/);
  assertEquals(atob(secret.slice(6)).length, 24);
});
