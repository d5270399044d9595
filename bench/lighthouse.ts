/**
 * Lighthouse on the main pages, as a phone sees them: the median of some runs.
 *
 * `deno run -A bench/lighthouse.ts URL EMAIL PASSWORD [RUNS]` against a
 * service that runs, e.g. `deno task demo`; Chromium must be installed.
 *
 * @module
 */
// deno-lint-ignore-file no-console -- it speaks to the terminal
import { chromium } from "playwright-core";

const [url = "http://localhost:8000", email = "", password = "", runs = "5"] =
  Deno.args;
const PORT = 9_333;
const CATEGORIES = [
  "performance",
  "accessibility",
  "best-practices",
  "seo",
] as const;

// Fetched when this runs, and only then: it brings a hundred packages along.
const TOOL: string = "npm:lighthouse@13.5.0";
const { default: lighthouse } = await import(TOOL);
const profile = await Deno.makeTempDir();
const context = await chromium.launchPersistentContext(profile, {
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", `--remote-debugging-port=${PORT}`],
});

/** Signs in; gives the cookies of the session, and a structure's address. */
async function signIn(): Promise<{ cookie: string; structure: string }> {
  const page = await context.newPage();
  await page.goto(`${url}/connexion`);
  await page.fill("[name=email]", email);
  await page.fill("[name=password]", password);
  await Promise.all([
    page.waitForEvent("load"),
    page.click('form[action="/connexion"] button[type=submit]'),
  ]);
  let structure = "/structures";
  for (let level = 0; level < 2; level++) {
    await page.goto(url + structure);
    const below = await page.locator(".card a.cover").first()
      .getAttribute("href");
    structure = `${below}/structures`;
  }
  const cookies = await context.cookies();
  await page.close();
  await context.clearCookies();
  return {
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join("; "),
    structure: structure.replace(/\/structures$/, ""),
  };
}

const median = (numbers: number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

const { cookie, structure } = await signIn();
const screens = {
  "sign-in": ["/connexion", ""],
  dashboard: [structure, cookie],
  history: [`${structure}/historique`, cookie],
  send: [`${structure}/envoi`, cookie],
  structures: ["/structures", cookie],
} as const;

for (const [name, [path, session]] of Object.entries(screens)) {
  const scores: number[][] = [];
  let bytes = "";
  for (let run = 0; run < Number(runs); run++) {
    const result = await lighthouse(url + path, {
      port: PORT,
      output: "json",
      logLevel: "error",
      ...(session === "" ? {} : { extraHeaders: { Cookie: session } }),
    });
    const { categories, audits } = result!.lhr;
    scores.push(
      CATEGORIES.map((category) =>
        Math.round((categories[category]?.score ?? 0) * 100)
      ),
    );
    const items = (audits["network-requests"]!.details as unknown as {
      items: { url: string; resourceType: string; transferSize: number }[];
    }).items;
    const scripts = items.filter(({ resourceType }) =>
      resourceType === "Script"
    );
    const foreign = items.filter((item) => !item.url.startsWith(url)).length;
    bytes = `script ${
      (scripts.reduce((sum, one) => sum + one.transferSize, 0) / 1024)
        .toFixed(1)
    } KiB, third parties ${foreign}`;
  }
  const medians = CATEGORIES.map((_, i) =>
    median(scores.map((one) => one[i]!))
  );
  console.log(`${name.padEnd(12)} ${medians.join(" / ")}  ${bytes}`);
}
await context.close();
await Deno.remove(profile, { recursive: true });
