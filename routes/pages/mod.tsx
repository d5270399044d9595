/**
 * The pages people use, rendered here and complete without script.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { connectionAddress } from "../../lib/http/origin.ts";
import type { Ports } from "../../lib/ports.ts";
import { Problem } from "../../lib/problem.ts";
import type { Legal } from "../../lib/schema/legal.ts";
import { account } from "./account.tsx";
import { alerts } from "./alerts.tsx";
import { applications } from "./applications.tsx";
import { type Asset, assetRoutes, Assets } from "./assets.ts";
import { confirmRoutes, stepUp } from "./confirm.tsx";
import { credits } from "./credits.tsx";
import { dashboard } from "./dashboard.tsx";
import { deadLetters } from "./dead_letters.tsx";
import { gateways } from "./gateways.tsx";
import { sendingRules } from "./sending_rules.tsx";
import { docsRoutes, llms } from "./docs.tsx";
import { errorPage } from "./errors.tsx";
import { events } from "./events.ts";
import {
  inStructure,
  limited,
  ownForm,
  sessionForm,
  signedIn,
} from "./guard.ts";
import { help } from "./help.tsx";
import {
  downloads,
  DOWNLOADS_PATH,
  historyExports,
} from "./history_exports.tsx";
import { history, historyTable } from "./history.tsx";
import { invitation } from "./invitation.tsx";
import { inbox } from "./inbox.tsx";
import { journal } from "./journal.tsx";
import { languageAsked, languageRoutes } from "./language.ts";
import { legalRoutes } from "./legal.tsx";
import { members } from "./members.tsx";
import { manifest } from "./manifest.ts";
import { lists } from "./lists.tsx";
import { more } from "./more.tsx";
import { optOuts } from "./opt_outs.tsx";
import { provision } from "./provision.tsx";
import { operations } from "./operations.tsx";
import type { ReferenceOptions } from "./reference.tsx";
import { register } from "./register.tsx";
import { recoveries, recoveryRoutes } from "./recovery.tsx";
import { replies } from "./replies.tsx";
import { requests } from "./requests.tsx";
import { notifications } from "./notifications.tsx";
import { offline } from "./offline.tsx";
import { security } from "./security.tsx";
import { send } from "./send.tsx";
import { senders } from "./senders.tsx";
import { setUp } from "./set_up.tsx";
import { settings } from "./settings.tsx";
import { lead, shortcuts } from "./shortcuts.ts";
import { type ClientAddress, signInRoutes, signOutRoutes } from "./sign_in.tsx";
import { ssoConfirm, ssoLink, ssoRoutes } from "./sso.tsx";
import { ssoRule } from "./sso_rule.tsx";
import { allStructures, ownStructures } from "./structures.tsx";
import { statistics } from "./statistics.tsx";
import { styleguide } from "./styleguide.tsx";
import { submission } from "./submission.tsx";
import { templates } from "./templates.tsx";
import { treeImport } from "./tree_import.tsx";
import { transfer } from "./transfer.tsx";
import { NOTIFICATIONS_PATH } from "./words/notifications.ts";
import type { PageEnv } from "./visit.ts";
import { lookOnly, viewing, viewingStart } from "./viewing.tsx";
import { webhooks } from "./webhooks.tsx";
import { verification } from "./verification.tsx";

/** What the pages need besides the ports. */
export interface PagesOptions extends ReferenceOptions {
  /** Styles, scripts and pictures, as they were built. */
  readonly assets: readonly Asset[];
  /** Whether there is a service worker; false takes leave of the one there was. */
  readonly worker?: boolean;
  /** Who runs the installation; null where nobody said. */
  readonly legal?: Legal | null;
  /** The address of a request's network; the connection's unless told. */
  readonly clientAddress?: ClientAddress;
}

/** The pages, to be mounted at the root after everything else. */
export function pages(ports: Ports, options: PagesOptions): Hono {
  const assets = new Assets(options.assets);
  const app = new Hono<PageEnv>();
  const worker = options.worker ?? true;
  app.route("/", assetRoutes(assets, { worker }));
  const site = new Hono<PageEnv>();
  const clientAddress = options.clientAddress ?? connection;
  site.use(async (c, next) => {
    c.set("origin", { via: "page", address: () => clientAddress(c) });
    c.set("ports", ports);
    c.set("assets", assets);
    c.set("worker", worker);
    c.set("language", languageAsked(c));
    return await next();
  });
  site.use(lookOnly);
  site.onError(errorPage);
  site.route("/set-up", setUp);
  site.route("/recuperation", recoveryRoutes);
  site.route("/connexion/sso", ssoRoutes);
  site.route("/invitation", invitation);
  site.route("/connexion", signInRoutes());
  site.route("/deconnexion", signOutRoutes);
  site.route(DOWNLOADS_PATH, downloads);
  site.route("/langue", languageRoutes);
  site.route("/docs", docsRoutes(options));
  site.get("/llms.txt", llms);
  site.route("/", manifest);
  site.route("/", offline);
  site.route("/", shortcuts);
  site.route("/", events);
  site.route("/", legalRoutes(options.legal ?? null));
  site.route("/", styleguide);
  site.get("/", signedIn, (c) => lead(c, "tableau"));
  open(site);
  site.get("*", notFound);
  app.route("/", site);
  return app as unknown as Hono;
}

/** The pages for who is signed in. */
function open(site: Hono<PageEnv>): void {
  const guards = [limited, ownForm, signedIn, sessionForm] as const;
  const paths = [
    "/structures",
    "/reception",
    "/passerelles",
    "/exploitation",
    "/plus",
  ];
  for (const path of [...paths, "/compte", "/vue"]) {
    site.use(`${path}/*`, ...guards);
  }
  site.use("/s/:structureId", ...guards, inStructure);
  site.use("/s/:structureId/*", ...guards, inStructure);
  site.route("/structures", allStructures);
  site.route("/reception", inbox);
  site.route("/exploitation", operations);
  site.route("/passerelles", gateways);
  site.route("/plus", more);
  site.route("/compte/recuperations", recoveries);
  site.route("/compte/confirmer/sso", ssoConfirm);
  site.route("/compte/confirmer", confirmRoutes);
  site.route(NOTIFICATIONS_PATH, notifications);
  site.route("/compte/securite/sso", ssoLink);
  site.route("/compte/securite", security);
  site.route("/compte", account);
  site.route("/vue", viewing);
  site.route("/s/:structureId", dashboard);
  site.get("/s/:structureId/historique.csv", stepUp, historyTable);
  site.route("/s/:structureId/historique/exports", historyExports);
  site.route("/s/:structureId/historique", history);
  site.route("/s/:structureId/reponses", replies);
  site.route("/s/:structureId/envoi", send);
  site.route("/s/:structureId/envoi", submission);
  site.route("/s/:structureId/credits", credits);
  site.route("/s/:structureId/credits", transfer);
  site.route("/s/:structureId/credits", provision);
  site.route("/s/:structureId/demandes", requests);
  site.route("/s/:structureId/alertes", alerts);
  site.route("/s/:structureId/statistiques", statistics);
  site.route("/s/:structureId/verification", verification);
  site.route("/s/:structureId/registre", register);
  site.route("/s/:structureId/applications", applications);
  site.route("/s/:structureId/webhooks", webhooks);
  site.route("/s/:structureId/expediteurs", senders);
  site.route("/s/:structureId/modeles", templates);
  site.route("/s/:structureId/listes", lists);
  site.route("/s/:structureId/desabonnes", optOuts);
  site.route("/s/:structureId/structures/importer", treeImport);
  site.route("/s/:structureId/structures", ownStructures);
  site.route("/s/:structureId/passerelles", gateways);
  site.route("/s/:structureId/echecs", deadLetters);
  site.route("/s/:structureId/reglages/envois", sendingRules);
  site.route("/s/:structureId/reglages/sso", ssoRule);
  site.route("/s/:structureId/membres", members);
  site.route("/s/:structureId/membres", viewingStart);
  site.route("/s/:structureId/journal", journal);
  site.route("/s/:structureId/reglages", settings);
  site.route("/s/:structureId/aide", help);
  site.route("/s/:structureId/plus", more);
}

/** Browsers are told in words; programs by whoever mounted the pages. */
function notFound(
  c: Context<PageEnv>,
  next: () => Promise<void>,
): Promise<Response | void> {
  const isPage = c.req.header("accept")?.includes("text/html") &&
    !c.req.path.startsWith("/api/");
  return isPage ? errorPage(new Problem("not_found"), c) : next();
}

function connection(c: Context): string {
  return connectionAddress(c) ?? "unknown";
}
