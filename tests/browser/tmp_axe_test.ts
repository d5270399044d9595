import { openBrowser, openSite } from "./site.ts";
import { makeTerritory, sendSome } from "../pages/territory.ts";
import { setUp, fill, tap } from "./journey.ts";
const axe = await Deno.readTextFile("/tmp/try/axe.min.js");
Deno.test({ name: "axe", sanitizeOps: false, sanitizeResources: false, fn: async () => {
  await using site = await openSite();
  const op = { kind: "operator", id: "operator" } as const;
  await using b = await openBrowser({ size: "phone" });
  const p = b.page;
  const run = async (name: string) => {
    for (const scheme of ["light", "dark"] as const) for (const width of [320, 1280]) {
      await p.emulateMedia({ colorScheme: scheme }); await p.setViewportSize({ width, height: 800 });
      await p.evaluate(axe + ";0");
      const r: any = await p.evaluate(() => (globalThis as any).axe.run(document, { resultTypes: ["violations"] }));
      for (const v of r.violations) console.log(name, scheme, width, v.id, v.impact, v.nodes.length, v.nodes[0].html.slice(0, 140), "|", v.nodes[0].any?.[0]?.message ?? v.nodes[0].all?.[0]?.message);
      const o = await p.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (o > 0) console.log("OVERFLOW", name, width, o);
    }
  };
  await p.goto(site.url + "/set-up"); await run("setup");
  await setUp(p, site.setUpLink); await run("welcome");
  const t = await makeTerritory(site.ports, op); await sendSome(site.ports, op, t);
  await new Promise(r => setTimeout(r, 2500));
  const r = `/s/${t.rodez.id}`;
  for (const path of [`/s/${t.centre.id}`, `/s/${t.millau.id}`, r, `/s/${t.decazeville.id}`, `/s/${t.decazeville.id}/historique`, r+"/historique", r+"/envoi", `/s/${t.centre.id}/credits`, r+"/credits", r+"/credits/ajouter", r+"/applications", r+"/applications/nouvelle", r+"/expediteurs", r+"/reglages", r+"/reglages/suspendre", r+"/plus", "/structures", `/s/${t.centre.id}/structures`, `/s/${t.centre.id}/structures/nouvelle`, "/reception", "/nope"]) { await p.goto(site.url + path); await p.waitForTimeout(200); await run(path); }
  await p.goto(site.url + r + "/historique"); await tap(p, "table a.cover"); await run("message");
  await p.goto(site.url + r + "/envoi"); await p.waitForTimeout(300);
  await fill(p, { recipients: "0612345678\n0565731234", text: "Réunion « cœur » fête œuvre être même, à l’école, dès 18 h demain soir sans faute" }); await run("send filled");
  await tap(p, "text=Vérifier l’envoi"); await run("send wrong");
  await tap(p, "text=Continuer sans ce numéro"); await run("confirm");
  await tap(p, "text=Envoyer "+"2"); await p.waitForTimeout(2500); await run("sent");
  await p.goto(site.url + r + "/applications/nouvelle"); await fill(p, { name: "x" }); await tap(p, "text=Créer la clé"); await p.waitForTimeout(300); await run("key");
  await p.goto(site.url + r); await p.click("details.switcher summary"); await run("switcher");
  await p.goto(site.url + "/s/" + t.centre.id + "/credits/donner?a=" + t.millau.id); await run("give"); await tap(p, 'button[value="500"]'); await run("give confirm");
}});
