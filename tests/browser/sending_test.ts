/**
 * « Envoi simple » as somebody lives it: contacts of the phone, numbers that
 * look wrong, a price, and what becomes of each recipient while one looks.
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import { createGateway } from "../../lib/delivery/gateway.ts";
import { applyReceipt } from "../../lib/delivery/receipts.ts";
import type { Call } from "../../lib/domain/call.ts";
import { listMessages } from "../../lib/domain/history.ts";
import { addOptOut } from "../../lib/domain/opt_out.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import type { NewGateway } from "../../lib/schema/gateway.ts";
import { alive, fill, setUp, tap, wordsOf } from "./journey.ts";
import { openBrowser, openSite, type Site } from "./site.ts";

const OPTIONS = { sanitizeOps: false, sanitizeResources: false };
const OPERATOR = { kind: "operator", id: "operator" } as const;

const call = ({ ports }: Site): Call => ({
  actor: OPERATOR,
  route: "TEST",
  key: null,
  fingerprint: ports.newId("call"),
  replayed: false,
});

/** A town whose receipts the test gives, and one person who opted out. */
async function town(site: Site): Promise<string> {
  const { ports } = site;
  const { id } = await createStructure(ports, call(site), { name: "Rodez" });
  const grant = { fromId: null, toId: id, credits: 500 };
  await transferCredits(ports, call(site), grant);
  await createGateway(ports, call(site), {
    kind: "simulator",
    name: "mute",
    ownerId: id,
    settings: { silenceRate: 1 },
  } as NewGateway);
  await addOptOut(ports, call(site), {
    id,
    recipient: "06 98 76 54 32",
  });
  return id;
}

Deno.test(
  "« Envoi simple » from the phone's contacts to each one's receipt, on a phone",
  OPTIONS,
  async (t) => {
    await using site = await openSite();
    await using browser = await openBrowser({ size: "phone" });
    const { page, complaints } = browser;
    // Chromium has a contact picker on Android alone.
    await page.addInitScript(() => {
      Object.defineProperty(navigator, "contacts", {
        value: {
          select: () =>
            Promise.resolve([
              { tel: ["06 12 34 56 78", "05 65 73 12 34"] },
              { tel: ["+33 6 12 34 56 79"] },
              { tel: [] },
            ]),
        },
      });
    });
    await setUp(page, site.setUpLink);
    const id = await town(site);
    await page.goto(`${site.url}/s/${id}/envoi`);
    await alive(page, "Compose");

    await t.step("contacts of the phone are among the recipients", async () => {
      await page.click("text=Choisir dans les contacts du téléphone");
      await page.waitForSelector("text=2 destinataires");
      assertEquals(
        await page.inputValue("[name=recipients]"),
        "06 12 34 56 78\n+33 6 12 34 56 79",
      );
    });

    await t.step(
      "a wrong number has its reason, and one tap to go",
      async () => {
        await page.fill(
          "[name=recipients]",
          "06 12 34 56 78\n+33 33 6 12 34 56 79\n05 65 73 12 34\n06 98 76 54 32",
        );
        await page.waitForSelector(
          "text=un téléphone fixe ne reçoit pas de SMS",
        );
        await page.click("text=Écrire 06 12 34 56 79");
        await page.click('[aria-label="Retirer 05 65 73 12 34"]');
        assertEquals(
          await page.inputValue("[name=recipients]"),
          "06 12 34 56 78\n06 12 34 56 79\n06 98 76 54 32",
        );
      },
    );

    await t.step("who opted out is named, and the price is said", async () => {
      await fill(page, { text: "Être là à 18 h : « conseil »" });
      await tap(page, "text=Vérifier l’envoi");
      const said = await wordsOf(page);
      assertStringIncludes(said, "1 destinataire désabonné");
      assertStringIncludes(said, "06 98 76 54 32");
      assertStringIncludes(said, "Envoyer 2 SMS");
    });

    await t.step(
      "each recipient's receipt is seen without a reload",
      async () => {
        await tap(page, "text=Envoyer 2 SMS");
        await page.waitForSelector("text=En direct");
        const { items } = await listMessages(site.ports, OPERATOR, {
          structureId: id,
          limit: 2,
        });
        await page.evaluate(() => document.body.dataset["same"] = "page");
        const pill = (message: string) =>
          page.locator(`[data-message="${message}"] .pill`);
        await pill(items[0]!.id).filter({ hasText: "Envoyé" }).waitFor();
        for (
          const [i, status] of (["delivered", "failed"] as const).entries()
        ) {
          await applyReceipt(site.ports, {
            messageId: items[i]!.id,
            gatewayId: null,
            said: { status, detail: null },
          });
        }
        await pill(items[0]!.id).filter({ hasText: "Reçu" }).waitFor();
        await pill(items[1]!.id).filter({ hasText: "Échec" }).waitFor();
        await page.waitForSelector("#suivi[data-done]", { state: "attached" });
        const isSame = await page.evaluate(() => document.body.dataset["same"]);
        assertEquals(isSame, "page");
        await page.waitForSelector("text=Renvoyer ce message…");
      },
    );
    assertEquals(complaints, []);
  },
);
