/** What the public SMS services tell of what they have, and of the account. */
import { assertEquals } from "@std/assert";
import { deadUrl, Double, NOW_MS, PORTS, SMS } from "./double.ts";
import { SERVICES } from "./doubles/mod.ts";
import { type LookupRow, responseOf, type Service } from "./doubles/service.ts";

const LOST = { ...SMS, handedMs: NOW_MS };
const signal = new AbortController().signal;

/** Asks as `look` does; all questions must come, in their order, by GET. */
async function ask<T>(
  service: Service,
  [, answers]: LookupRow<T>,
  look: (endpoint: string) => Promise<T | undefined>,
): Promise<T | undefined> {
  const asked: string[] = [];
  await using double = new Double((request) => {
    const aside = service.aside?.(request) ?? null;
    if (aside !== null) return aside;
    asked.push(`${request.method} ${request.target} ${request.body}`.trim());
    const row = answers.find(([target]) => target === request.target);
    return row === undefined
      ? new Response(null, { status: 404 })
      : responseOf(row[1]);
  });
  const found = await look(double.url);
  assertEquals(asked, answers.map(([target]) => `GET ${target}`));
  return found;
}

for (const service of SERVICES) {
  const { kind } = service;
  const settings = (url: string) => kind.settings.parse(service.settings(url));
  const reconcile = (url: string) =>
    kind.reconcile!(PORTS, settings(url), LOST, signal);
  const balance = (url: string) => kind.balance!(PORTS, settings(url), signal);

  Deno.test(`${kind.kind} is looked up exactly where it can be`, () => {
    const { reconciled, balances } = service;
    assertEquals(kind.reconcile !== undefined, reconciled !== undefined);
    assertEquals(kind.balance !== undefined, balances !== undefined);
  });

  if (service.reconciled !== undefined) {
    Deno.test(`${kind.kind}.reconcile() finds an SMS by our id`, async (t) => {
      for (const row of service.reconciled!) {
        await t.step(`which ${row[0]}`, async () => {
          assertEquals(await ask(service, row, reconcile), row[2]);
        });
      }
      await t.step("which nobody tells of", async () => {
        assertEquals(await reconcile(deadUrl()), { kind: "unknown" });
      });
    });
  }

  if (service.balances !== undefined) {
    Deno.test(`${kind.kind}.balance() tells what is left`, async (t) => {
      for (const row of service.balances!) {
        await t.step(row[0], async () => {
          assertEquals(await ask(service, row, balance), row[2]);
        });
      }
      await t.step("nobody tells", async () => {
        assertEquals(await balance(deadUrl()), null);
      });
    });
  }
}
