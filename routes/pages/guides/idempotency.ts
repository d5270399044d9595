import { guide } from "./guide.ts";

export const idempotency = guide("idempotence", {
  fr: {
    title: "Ne jamais envoyer deux fois",
    lead:
      "Un réseau qui coupe laisse l’appelant dans le doute. Une clé d’idempotence rend la répétition sans danger.",
    body: `## La règle

Donnez à chaque envoi un en-tête \`Idempotency-Key\` unique (au plus 255 caractères ASCII visibles), choisi **avant** l’appel et gardé avec ce que vous envoyez : par exemple l’identifiant de la convocation. Sans réponse, ou avec \`503\`, répétez le même appel avec la même clé.

- La même clé et le même corps : la même réponse, avec \`Idempotency-Replayed: true\`. Rien n’est envoyé ni débité de nouveau.
- La même clé et un autre corps : \`422\` [idempotency_mismatch](/docs/problemes/idempotency_mismatch).
- Le premier appel n’est pas fini : \`409\` [idempotency_in_progress](/docs/problemes/idempotency_in_progress), réessayez dans une seconde.

Les clés sont gardées 7 jours, par application et par route. Un refus n’est pas gardé : corrigez la cause et répétez.

## Sans clé

Un appel identique de la même application dans les 60 secondes est reconnu comme une répétition. C’est un filet pour les logiciels qui n’envoient pas de clé, pas une garantie.

## Quand répéter

| réponse | répéter ? |
|---|---|
| aucune, \`503\` | oui, avec la même clé, après 1, 2, 4, 8 … secondes |
| \`429\` | oui, après \`Retry-After\` |
| \`409 idempotency_in_progress\` | oui, après une seconde |
| autres \`4xx\` | non : corrigez d’abord |`,
  },
  en: {
    title: "Never send twice",
    lead:
      "A network that breaks leaves the caller in doubt. An idempotency key makes repeating safe.",
    body: `## The rule

Give each submission a unique \`Idempotency-Key\` header (at most 255 visible ASCII characters), chosen **before** the call and kept with what you send: the id of the convocation, for example. Without an answer, or with \`503\`, repeat the same call with the same key.

- Same key, same body: the same answer, with \`Idempotency-Replayed: true\`. Nothing is sent or charged again.
- Same key, another body: \`422\` [idempotency_mismatch](/docs/problemes/idempotency_mismatch).
- The first call is not over: \`409\` [idempotency_in_progress](/docs/problemes/idempotency_in_progress), retry in a second.

Keys are kept for 7 days, per application and route. A refusal is not kept: mend the cause and repeat.

## Without a key

An identical call of the same application within 60 seconds is recognised as a repetition. It is a net for software that sends no key, not a promise.

## When to repeat

| answer | repeat? |
|---|---|
| none, \`503\` | yes, with the same key, after 1, 2, 4, 8 … seconds |
| \`429\` | yes, after \`Retry-After\` |
| \`409 idempotency_in_progress\` | yes, after a second |
| other \`4xx\` | no: mend it first |`,
  },
});
