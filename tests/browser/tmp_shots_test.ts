import { openBrowser, openSite, SIZES } from "./site.ts";
import { makeTerritory, sendSome } from "../pages/territory.ts";
const OUT = "/tmp/try/shots/";
Deno.test({
  name: "shots",
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    await using site = await openSite();
    const op = { kind: "operator", id: "operator" } as const;
    const only = Deno.env.get("ONLY");
    let cookies: any[] = [];
    let t: any;
    await Deno.mkdir(OUT, { recursive: true });
    let first = true;
    for (const size of ["phone", "desk"] as const) {
      for (const scheme of ["light", "dark"] as const) {
        if (
          Deno.env.get("SCHEME") && scheme !== Deno.env.get("SCHEME") && !first
        ) continue;
        await using b = await openBrowser({ size, scheme });
        const p = b.page;
        const shot = async (name: string, path?: string) => {
          if (path) await p.goto(site.url + path);
          await p.waitForTimeout(150);
          if (only && !name.match(only)) return;
          const wide = await p.evaluate(() =>
            document.documentElement.scrollWidth - innerWidth
          );
          if (wide > 0) console.log("OVERFLOW", name, size, wide);
          await p.screenshot({
            path: `${OUT}${name}-${size}-${scheme}.png`,
            fullPage: !Deno.env.get("VIEW"),
          });
        };
        if (first) {
          await shot("01-setup", "/set-up");
          await p.goto(site.setUpLink);
          await p.fill("[name=name]", "Anne Martin");
          await p.fill("[name=email]", "anne.martin@cdg12.example");
          await p.fill("[name=password]", "une phrase assez longue");
          await p.waitForTimeout(300);
          await shot("01-setup-link");
          await p.click("button[type=submit]");
          await p.waitForTimeout(1500);
          console.log(
            p.url(),
            b.complaints,
            (await p.locator("body").innerText()).slice(0, 500),
          );
          await shot("02-empty");
          cookies = await b.context.cookies();
          t = await makeTerritory(site.ports, op);
          await shot("03-first-steps", `/s/${t.millau.id}`);
          await sendSome(site.ports, op, t);
          await new Promise((r) => setTimeout(r, 2500));
          first = false;
        } else {
          await shot("01-signin", "/connexion");
          await b.context.addCookies(cookies);
        }
        const r = `/s/${t.rodez.id}`;
        await shot("04-group", `/s/${t.centre.id}`);
        await shot("05-dash", r);
        await shot("06-history", r + "/historique");
        await p.click("table.messages a.cover >> nth=0");
        await p.waitForURL("**/historique/msg_*");
        await shot("07-message");
        await shot("08-send", r + "/envoi");
        await p.fill(
          "[name=recipients]",
          "Anne Martin\t06 12 34 56 78\nPaul Roux\t0698765432\n0612345678\n0144556677",
        );
        await p.fill(
          "[name=text]",
          "Réunion publique « cœur de ville » : être présent à 18 h, salle des fêtes. Pensez à vous inscrire à l’accueil.",
        );
        await p.waitForTimeout(300);
        await shot("09-send-filled");
        await p.click("button[value=verifier]");
        await p.waitForLoadState();
        await shot("10-send-errors");
        await p.click("button[name=sans]");
        await p.waitForLoadState();
        await shot("11-confirm");
        await p.click("button[value=envoyer]");
        await p.waitForURL("**/envoi/sub_*");
        await shot("12-progress");
        await p.waitForTimeout(3000);
        await shot("12-progress-done");
        await shot("13-structures", "/structures");
        await shot("14-substructures", `/s/${t.centre.id}/structures`);
        await shot("15-newstructure", `/s/${t.centre.id}/structures/nouvelle`);
        await shot("16-credits", `/s/${t.centre.id}/credits`);
        await shot("17-credits-rodez", `${r}/credits`);
        await shot(
          "18-give",
          `/s/${t.centre.id}/credits/donner?a=${t.millau.id}`,
        );
        await p.click("button[value='500']");
        await p.waitForLoadState();
        await shot("19-give-confirm");
        await shot("20-apps", r + "/applications");
        await shot("21-newapp", r + "/applications/nouvelle");
        await p.fill("[name=name]", "web-GFC");
        await p.click("main form button.main");
        await p.waitForLoadState();
        await p.waitForTimeout(300);
        await shot("22-key");
        await shot("23-senders", r + "/expediteurs");
        await shot("24-settings", r + "/reglages");
        await shot("25-suspend", r + "/reglages/suspendre");
        await shot("26-inbox", "/reception");
        await shot("27-more", r + "/plus");
        await shot("28-404", r + "/nimporte");
        await p.goto(site.url + r);
        await p.click("details.switcher summary");
        await shot("29-switcher");
        console.log(size, scheme, b.complaints);
      }
    }
  },
});
