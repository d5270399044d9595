/**
 * What makes the pages an application that can be installed.
 *
 * @module
 */
import { Hono } from "hono";
import { dictionary, type Language } from "../../islands/language.ts";
import type { PageEnv } from "./visit.ts";

/** Colours of the window around the application, as in `tokens.css`. */
export const THEME = { light: "#f2f5f2", dark: "#0e1614" } as const;

const WORDS = dictionary({
  fr: {
    name: "lsmessage, SMS des collectivités",
    description:
      "Soldes, historique et envoi de SMS pour les collectivités territoriales.",
    send: "Envoi simple",
    history: "Historique",
    credits: "Crédits",
    narrow: "Le tableau de bord sur un téléphone",
    wide: "Le tableau de bord sur un ordinateur",
  },
  en: {
    name: "lsmessage, SMS for public bodies",
    description: "Balances, history and sending of SMS for public bodies.",
    send: "Simple send",
    history: "History",
    credits: "Credits",
    narrow: "The dashboard on a phone",
    wide: "The dashboard on a desk",
  },
});

export const manifest = new Hono<PageEnv>();

manifest.get("/manifest.webmanifest", (c) => {
  const language = c.req.query("langue") === "en" ? "en" : "fr";
  return c.body(JSON.stringify(manifestIn(language)), 200, {
    "content-type": "application/manifest+json; charset=utf-8",
    "cache-control": "public, max-age=3600",
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
  });
});

/** The manifest, as the W3C's Web Application Manifest describes it. */
function manifestIn(language: Language) {
  const words = WORDS[language];
  return {
    id: "/",
    name: words.name,
    short_name: "lsmessage",
    description: words.description,
    lang: language,
    dir: "ltr",
    start_url: "/",
    scope: "/",
    display: "standalone",
    orientation: "any",
    categories: ["business", "government", "productivity"],
    theme_color: THEME.light,
    background_color: THEME.light,
    user_preferences: {
      color_scheme_dark: {
        theme_color: THEME.dark,
        background_color: THEME.dark,
      },
    },
    icons: icons(),
    screenshots: [
      screenshot("narrow", "720x1480", words.narrow),
      screenshot("wide", "1280x800", words.wide),
    ],
    shortcuts: [
      shortcut(words.send, "/envoi"),
      shortcut(words.history, "/historique"),
      shortcut(words.credits, "/credits"),
    ],
    share_target: {
      action: "/partager",
      method: "POST",
      enctype: "multipart/form-data",
      params: { title: "title", text: "text", url: "url" },
    },
  };
}

function icons() {
  const png = (purpose: string, side: number) => ({
    src: `/icons/${purpose}-${side}.png`,
    sizes: `${side}x${side}`,
    type: "image/png",
    purpose,
  });
  const svg = (purpose: string) => ({
    src: `/icons/${purpose}.svg`,
    sizes: "any",
    type: "image/svg+xml",
    purpose,
  });
  return [
    png("any", 192),
    png("any", 512),
    svg("any"),
    png("maskable", 192),
    png("maskable", 512),
    svg("maskable"),
    png("monochrome", 512),
    svg("monochrome"),
  ];
}

function screenshot(form: "narrow" | "wide", sizes: string, label: string) {
  return {
    src: `/screenshots/dashboard-${form}.png`,
    sizes,
    type: "image/png",
    form_factor: form,
    label,
  };
}

function shortcut(name: string, url: string) {
  const icon = { src: "/icons/any-192.png", sizes: "192x192" };
  return { name, url, icons: [icon] };
}
