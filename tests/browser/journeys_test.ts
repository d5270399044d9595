/**
 * The way through the main pages, as each person goes it: signing in, reading
 * the dashboard, finding a message, writing to three people, giving SMS.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { hashPassword } from "../../lib/domain/password.ts";
import { keys } from "../../lib/kv/keys.ts";
import { HISTORY } from "../../routes/pages/words/history.ts";
import { SEND } from "../../routes/pages/words/send.ts";
import { SIGN_IN } from "../../routes/pages/words/access.ts";
import { ask, enter, town, WITH_TOKEN } from "./furnish.ts";
import { type Hand, handOn, type Way } from "./hands.ts";
import { ANNE, wordsOf } from "./journey.ts";
import { openBrowser, openSite, type Site, type Size } from "./site.ts";

const OPTIONS = { sanitizeOps: false, sanitizeResources: false };

interface Person {
  readonly way: Way;
  readonly size: Size;
  readonly language: "fr" | "en";
  readonly script?: false;
}

const PEOPLE: readonly Person[] = [
  { way: "keyboard", size: "desk", language: "fr" },
  { way: "keyboard", size: "desk", language: "en" },
  { way: "touch", size: "phone", language: "fr" },
  { way: "touch", size: "phone", language: "en" },
  { way: "mouse", size: "desk", language: "fr" },
  { way: "mouse", size: "desk", language: "en" },
  { way: "touch", size: "phone", language: "fr", script: false },
  { way: "keyboard", size: "desk", language: "en", script: false },
];

const account = async (site: Site, id: string) => {
  const { granted, allocated, reserved, spent } = (await site.ports.store.get(
    keys.account(id),
  ))!;
  return { granted, allocated, used: reserved + spent };
};

Deno.test(
  "the main pages, by every hand and in both languages",
  OPTIONS,
  async (t) => {
    await using site = await openSite(WITH_TOKEN);
    const { centre, rodez } = await town(site);
    await ask(site, "POST /messages", {
      structureId: rodez,
      title: "idelibre",
      text: "Une convocation vous attend.",
      recipients: ["0612345678", "0612345679"],
    });
    const password = await hashPassword(site.ports, ANNE.password);

    for (const person of PEOPLE) {
      const { way, size, language, script } = person;
      const name = `${way}, ${size}, ${language}${
        script === false ? ", without script" : ""
      }`;
      await t.step(name, async () => {
        await using browser = await openBrowser({ ...person });
        const { page, context, complaints } = browser;
        const foreign: string[] = [];
        page.on("request", (request) => {
          const url = request.url();
          if (!url.startsWith(site.url)) foreign.push(url);
        });
        const { email } = await enter(site, context, { password });
        await context.clearCookies();
        await page.goto(`${site.url}/connexion?retour=/s/${rodez}`);
        const walk = { page, hand: handOn(page, way), language, site };
        await signIn(walk, email);
        await readDashboard(walk);
        await findMessage(walk, script !== false);
        await writeToThree(walk, rodez);
        await giveSms(walk, centre, rodez);
        assertEquals(complaints, []);
        assertEquals(foreign, [], "Requests to others");
      });
    }
  },
);

interface Walk {
  readonly page: Page;
  readonly hand: Hand;
  readonly language: "fr" | "en";
  readonly site: Site;
}

async function signIn({ hand, page, language }: Walk, email: string) {
  await hand.write("email", email);
  await hand.write("password", ANNE.password);
  await hand.follow(`button:text-is("${SIGN_IN[language].signIn}")`);
  assertEquals(await page.getAttribute("html", "lang"), language);
}

async function readDashboard({ page }: Walk) {
  assert(new URL(page.url()).pathname.startsWith("/s/str_"));
  assertStringIncludes(await wordsOf(page), "SMS");
  await page.locator("main [data-balance]").first().waitFor();
}

async function findMessage({ hand, page, language }: Walk, drawn: boolean) {
  const words = HISTORY[language];
  await hand.follow('.nav a[href$="/historique"]');
  await hand.write("cherche", "06 12 34 56 79");
  await hand.follow(`main form[role=search] button:has-text("${words.find}")`);
  assert(!(await wordsOf(page)).includes("06 12 34 56 78"));
  if (!drawn) {
    await hand.follow("main a.cover");
    assertStringIncludes(await wordsOf(page), "06 12 34 56 79");
    return;
  }
  await hand.press("main a.cover");
  const drawer = page.locator("dialog.drawer");
  await drawer.locator("ol li").first().waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
  const back = await page.evaluate(() =>
    document.activeElement?.matches("a.cover")
  );
  assertEquals(back, true, "The focus returns to what opened the drawer");
}

async function writeToThree({ hand, page, language, site }: Walk, id: string) {
  const before = await account(site, id);
  await hand.follow('.nav a[href$="/envoi"]');
  await hand.write(
    "recipients",
    "06 12 34 56 70, 06 12 34 56 71, 06 12 34 56 72",
  );
  await hand.write("text", "La séance est à 18 h.");
  await hand.follow(`main button:has-text("${SEND[language].check}")`);
  assertStringIncludes(await wordsOf(page), "La séance est à 18 h.");
  const numbers = await page.locator("main details li").allInnerTexts();
  assertEquals(numbers.length, 3);
  assertEquals(await account(site, id), before);
  await hand.follow('main button[name="etape"][value="envoyer"]');
  await page.waitForURL(/\/envoi\/sub_/);
  const after = await account(site, id);
  assertEquals(after.used - before.used, 3);
}

async function giveSms({ hand, page, site }: Walk, from: string, to: string) {
  const before = await account(site, to);
  await hand.press("details.switcher summary");
  await hand.follow(`details.switcher a[href^="/s/${from}"]`);
  await hand.follow('.nav a[href$="/credits"]');
  await hand.follow(`main a[href*="/credits/donner"][href*="${to}"]`);
  await hand.follow('main button[name="credits"][value="100"]');
  assertEquals(await account(site, to), before);
  await hand.follow("main button.main");
  const after = await account(site, to);
  assertEquals(after.granted - before.granted, 100);
  await page.locator("main [role=status], main .notice").first().waitFor();
}
