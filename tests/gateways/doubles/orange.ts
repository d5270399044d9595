import { orange as kind } from "../../../lib/gateways/orange.ts";
import { SMS } from "../double.ts";
import {
  formText,
  HOSTILE,
  refused,
  type Service,
  taken,
  unclear,
} from "./service.ts";

const TOKEN = "0b6e1b54-7f0c-4d53-a0a1-8f3f0b2d9c11";
const ID = "5f1b2a9e-6a3c-11ec-90d6-0242ac120003";

const FORM = {
  token: TOKEN,
  to: "+33612345678",
  msg: SMS.text,
  xcharset: "true",
};

function error(message = "Bad diffusion") {
  return { message, logId: "e3b0c442-98fc-1c14" };
}

/** Orange Contact Everyone's light interface. */
export const orange: Service = {
  kind,
  home: "https://contact-everyone.orange-business.com",
  settings: (endpoint) => ({ token: TOKEN, endpoint }),
  secrets: [TOKEN],
  expected: {
    target: "/api/light/diffusions/sms",
    headers: {
      "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
    },
    body: formText(FORM),
  },
  answers: [
    ["taken", [200, ID], taken(ID)],
    ["taken, the id in quotes", [200, `"${ID}"\n`], taken(ID)],
    ["a number for an id", [200, "4242"], taken("4242")],
    ["an error with 200", [200, error()], unclear("HTTP 200 without an id")],
    ["words with 200", [200, "OK"], unclear("HTTP 200 without an id")],
    ["a bad number", [400, error(HOSTILE)], refused("message", "HTTP 400")],
    [
      "a bad token",
      [400, error("Le jeton est invalide")],
      refused("gateway", "HTTP 400"),
    ],
    ["a bad token", [401, error()], refused("gateway", "HTTP 401")],
    ["forbidden", [403, error()], refused("gateway", "HTTP 403")],
    ["not processed", [422, error()], refused("message", "HTTP 422")],
    ["its own failure", [500, error()], unclear("HTTP 500")],
  ],
  writings: [
    [
      "labels, accents and reserved characters",
      {
        sms: {
          text: "Où ? 🎉 50 % & a=b+c\n!",
          encoding: "ucs2",
          sender: null,
        },
        settings: { category: "Rappels", diffusionName: "État civil" },
      },
      {
        body: formText({
          ...FORM,
          msg: "Où ? 🎉 50 % & a=b+c\n!",
          category: "Rappels",
          diffusionname: "État civil",
        }).replaceAll("!", "%21"),
      },
    ],
  ],
  receipts: [],
};
