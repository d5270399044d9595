import { assertEquals, assertStringIncludes } from "@std/assert";
import { Buffer } from "node:buffer";
import type { Page } from "playwright-core";
import { brokenJournals } from "../../lib/domain/audit_log.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { keys, KINDS } from "../../lib/kv/keys.ts";
import type { Ports } from "../../lib/ports.ts";
import { bodyOf, openSmtp, type Smtp } from "../runtime/smtp.ts";
import { alive, ANNE, declare, fill, setUp, tap, wordsOf } from "./journey.ts";
import { openBrowser, openSite, picture, type Size, SIZES } from "./site.ts";

/** The browser and the server live on between steps. */
const OPTIONS = { sanitizeOps: false, sanitizeResources: false };

const MARIE = { name: "Marie Puech", email: "marie.puech@cdg.example" };
const PASSWORD = "une autre phrase assez longue";
const GROUPS = 9;
const TOWNS = 290;
const GRANTED = 100_000;
const SIZE: Size = "desk";

/** Nine groups, and towns below them: with the one made by hand, 300. */
function table(): string {
  const groups = Array.from(
    { length: GROUPS },
    (_, i) =>
      `Communauté ${i};;;Comm${i};groupe${i}@exemple.fr;Anne ${i};manager;1000`,
  );
  const towns = Array.from({ length: TOWNS }, (_, i) => {
    const place = `Mairie ${i};Communauté ${i % GROUPS}`;
    return `${place};;Mairie${i};mairie${i}@exemple.fr;Paul ${i};manager;100`;
  });
  const head = "nom;parent;siren;expediteur;courriel;membre;role;sms";
  return [head, ...groups, ...towns].join("\r\n");
}

/** Where it all happens. */
interface Place {
  readonly url: string;
  readonly ports: Ports;
  readonly smtp: Smtp;
}

/** The code a mail of invitation carries, or will once its turn comes. */
async function codeOf(
  { ports: { store, vault }, smtp }: Place,
  email: string,
): Promise<string> {
  const id = await store.get(keys.memberByEmail(email));
  for await (const { value } of store.list(KINDS.invitation, {})) {
    if (value.memberId !== id || value.sealed === null) continue;
    return vault.unseal(value.sealed, keys.invitation(value.id).id);
  }
  const mail = smtp.received.find(({ to }) => to.includes(email));
  const code = mail && /invitation#([\w.-]+)/.exec(bodyOf(mail))?.[1];
  if (!code) throw new Error(`${email} is not invited`);
  return code;
}

/** Accepts an invitation in a browser of its own. */
async function join(
  page: Page,
  place: Place,
  { name, email }: { name: string; email: string },
): Promise<void> {
  await page.goto(`${place.url}/invitation#${await codeOf(place, email)}`);
  await alive(page, "SetUpCode");
  await tap(page, "main form button.main");
  await fill(page, { name, password: PASSWORD });
  await tap(page, "main form button.main");
}

/** Who did what so far, by their ids. */
async function linesBy({ store }: Ports, actorId: string): Promise<number> {
  const lines = await Array.fromAsync(store.list(KINDS.audit, {}));
  return lines.filter(({ value }) => value.actorId === actorId).length;
}

Deno.test(
  "after one grant a centre sets up three levels and 300 structures by itself",
  OPTIONS,
  async (t) => {
    await using smtp = await openSmtp();
    await using site = await openSite({ LSMESSAGE_SMTP: smtp.url });
    const place = { url: site.url, ports: site.ports, smtp };
    await using operator = await openBrowser({ size: SIZE });
    await using browser = await openBrowser({ size: SIZE });
    const { url, ports } = site;
    const { page, complaints } = browser;
    const look = async (name: string, on: Page = page) =>
      assertEquals(await picture(on, { name, size: SIZE }), 0, name);
    const step = async (name: string, run: () => Promise<void>) => {
      if (!await t.step(name, run)) throw new Error(`Stopped at: ${name}`);
    };
    let centre = "";
    let anneId = "";
    let before = 0;

    await step(
      "the operator declares the centre, grants once, invites its manager",
      async () => {
        const { page } = operator;
        await setUp(page, site.setUpLink);
        centre = await declare(page, `${url}/structures`, { name: "Centre" });
        await page.goto(`${centre}/credits/ajouter`);
        await fill(page, { nombre: String(GRANTED), note: "Marché 2026" });
        await tap(page, "text=Continuer");
        await tap(page, "main button.main");
        await page.goto(`${centre}/membres/inviter`);
        await fill(page, MARIE);
        await page.selectOption('[name="role"]', "manager");
        await tap(page, "main form button.main");
        anneId = (await ports.store.get(keys.memberByEmail(ANNE.email)))!;
        before = await linesBy(ports, anneId);
      },
    );

    await step(
      "the manager joins, and declares one structure by hand",
      async () => {
        await join(page, place, MARIE);
        const made = await declare(page, `${centre}/structures`, {
          name: "Syndicat des eaux",
        });
        await page.goto(`${centre}/credits`);
        await tap(page, 'a:has-text("Donner à Syndicat des eaux")');
        await tap(page, 'button[name="credits"][value="1000"]');
        await tap(page, "main button.main");
        await page.goto(`${made}/credits`);
        assertStringIncludes(await wordsOf(page), "1 000");
      },
    );

    await step(
      "a table is refused whole, then imported with its progress shown",
      async () => {
        await page.goto(`${centre}/structures/importer`);
        const file = (csv: string) => ({
          name: "structures.csv",
          mimeType: "text/csv",
          buffer: Buffer.from(csv),
        });
        const wrong = `${table()}\r\nMairie 0;Communauté 77;;;;;;`;
        await page.setInputFiles('input[type="file"]', file(wrong));
        await tap(page, "text=Vérifier");
        assertStringIncludes(await wordsOf(page), "Rien n’a été créé");
        await page.setInputFiles('input[type="file"]', file(table()));
        await tap(page, "text=Vérifier");
        assertStringIncludes(
          await wordsOf(page),
          "299 structures créées, 299 personnes invitées par courriel, 38 000 SMS donnés.",
        );
        await look("centre-1-table-checked");
        await tap(page, 'button:text-is("Importer")');
        await page.waitForSelector("#import[data-done]", {
          timeout: 60_000,
        });
        assertStringIncludes(await wordsOf(page), "Import terminé");
        assertStringIncludes(await wordsOf(page), "299 lignes sur 299");
        await look("centre-2-imported");
      },
    );

    await step(
      "a structure is found among 300 while one types, and without script",
      async () => {
        await page.goto(`${centre}/structures`);
        await alive(page, "LiveSearch");
        await page.fill("#champ-cherche", "mairie 127");
        await page.waitForFunction(() =>
          document.querySelectorAll("#structures .card").length === 1
        );
        assertStringIncludes(await wordsOf(page), "Centre › Communauté 1");
        assertEquals(
          new URL(page.url()).searchParams.get("cherche"),
          "mairie 127",
        );
        await look("centre-3-search");
        await tap(page, "#structures .card a");
        assertStringIncludes(
          await page.innerText(".switcher summary"),
          "Mairie 127",
        );
        await page.click(".switcher summary");
        await look("centre-4-switcher");
        const cookies = await browser.context.cookies();
        await using plain = await openBrowser({ size: "phone", script: false });
        await plain.context.addCookies(cookies);
        await plain.page.goto(`${centre}/structures`);
        await plain.page.fill("#champ-cherche", "Communauté 3");
        await tap(plain.page, "#champ-cherche + button");
        assertStringIncludes(await wordsOf(plain.page), "Communauté 3");
        await picture(plain.page, { name: "centre-5-search", size: "phone" });
      },
    );

    await step("a town's manager joins and sees the town alone", async () => {
      await using paul = await openBrowser({ size: "phone" });
      const person = { name: "Paul Roux", email: "mairie127@exemple.fr" };
      await join(paul.page, place, person);
      assertStringIncludes(await wordsOf(paul.page), "100");
      await paul.page.goto(`${url}/structures`);
      assertEquals(await paul.page.locator("#structures .card").count(), 1);
    });

    await step(
      "the centre sees what the town sees, and can only look",
      async () => {
        await page.goto(`${centre}/structures?cherche=mairie+127`);
        await tap(page, "#structures .card a");
        await tap(page, '.nav a[href$="/membres"]');
        await tap(page, 'a:has-text("Gérer")');
        await tap(page, 'button:text-is("Voir les pages comme elle")');
        const banner = () => page.innerText(".viewing");
        assertStringIncludes(
          await banner(),
          "Vous voyez les pages comme Paul Roux",
        );
        await look("centre-6-view-as");
        await picture(page, { name: "centre-6-view-as", size: "phone" });
        await page.setViewportSize(SIZES[SIZE]);
        await tap(page, '.nav a[href$="/membres"]');
        assertStringIncludes(await banner(), "Paul Roux");
        await page.click('.nav a[href$="/envoi"]');
        await tap(page, '.viewing button:text-is("Revenir à ma vue")');
        assertStringIncludes(await wordsOf(page), "revenu à votre propre vue");
        assertEquals(await page.locator(".viewing").count(), 0);
      },
    );

    await step(
      "nothing was asked of the operator, and every invariant holds",
      async () => {
        assertEquals(await linesBy(ports, anneId), before);
        const { structures, broken } = await verifyAccounts(ports);
        assertEquals([structures, broken], [301, []]);
        assertEquals((await brokenJournals(ports)).broken, []);
        const found = await Array.fromAsync(
          ports.store.list(KINDS.structure, {}),
        );
        const depths = found.map(({ value }) => value.path.length);
        assertEquals([Math.max(...depths), found.length], [2, 301]);
      },
    );

    const unexpected = complaints.filter((one) => !/status of 4/.test(one));
    assertEquals(unexpected, []);
  },
);
