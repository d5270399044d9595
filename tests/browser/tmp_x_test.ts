import { openBrowser, openSite } from "./site.ts";
import { ANNE, fill, setUp, tap, declare } from "./journey.ts";
Deno.test({ name: "x", sanitizeOps: false, sanitizeResources: false, fn: async () => {
  await using site = await openSite();
  await using b = await openBrowser({ size: "phone" });
  const p = b.page;
  await setUp(p, site.setUpLink);
  const r = await declare(p, site.url + "/structures", { name: "A" });
  await p.goto(r + "/applications/nouvelle"); await fill(p, { name: "x" }); await tap(p, "text=Créer la clé");
  const k1 = await p.innerText("code.key");
  await p.reload(); console.log("reload same key", k1 === await p.innerText("code.key"));
  await p.goto(r + "/applications"); console.log("apps", await p.locator("li.card").count());
  const other = site.url.replace("localhost", "127.0.0.1");
  await p.goto(other + "/connexion"); await fill(p, { email: ANNE.email, password: ANNE.password }); await tap(p, "main button"); console.log("127:", p.url());
}});
