import type { Text } from "../problem.ts";

/** The last four digits that play an outcome with a test key, and which. */
export const TEST_NUMBERS: Readonly<Record<string, Text>> = {
  "0000": { fr: "remis", en: "delivered" },
  "0001": { fr: "refusé par le réseau", en: "refused by the network" },
  "0002": { fr: "expiré", en: "expired" },
  "0003": { fr: "lent : remis après 10 s", en: "slow: delivered after 10 s" },
  "0004": {
    fr: "remis au deuxième essai",
    en: "delivered at the second attempt",
  },
  "0005": { fr: "incertain : sans réponse", en: "uncertain: no answer" },
  "0006": { fr: "envoyé, sans accusé", en: "sent, without a receipt" },
  "0007": {
    fr: "envoyé, puis non remis selon l'accusé",
    en: "sent, then failed by receipt",
  },
  "0008": {
    fr: "envoyé, puis expiré selon l'accusé",
    en: "sent, then expired by receipt",
  },
  "0009": {
    fr: "compte refusé par la passerelle : essayé jusqu'à expiration",
    en: "account refused by the gateway: tried until it expires",
  },
};
