import { VERIFICATION } from "../samples/verification.ts";
import { guide } from "./guide.ts";

const CODE = VERIFICATION.map(({ name, code }) =>
  `### ${name}\n\n\`\`\`\n${code}\n\`\`\``
).join("\n\n");

const REQUEST = `\`\`\`
POST /sms HTTP/1.1
content-type: application/json
webhook-id: evt_message_delivered_msg_…
webhook-timestamp: 1796112000
webhook-signature: v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4=

{"type": "message.delivered", "timestamp": "2026-12-01T08:00:00.000Z",
 "data": {"id": "msg_…", "submissionId": "sub_…", "status": "delivered",
          "reference": "seance-42", "segments": 1, "failed": false, "test": false}}
\`\`\``;

export const webhooksGuide = guide("webhooks", {
  fr: {
    title: "Webhooks",
    lead:
      "Votre logiciel est appelé dès qu’un SMS part, arrive, échoue ou reçoit une réponse. Les appels suivent Standard Webhooks 1.0.",
    body: `## Créer

Dans **Webhooks**, ou par l’API avec le compte d’un gestionnaire :

\`\`\`
POST {{url}}/api/v1/structures/{id}/webhooks
{"url": "https://example.fr/sms", "events": ["message.delivered", "message.failed"]}
\`\`\`

La réponse \`201\` contient \`secret\` (\`whsec_…\`), une seule fois. L’adresse est en https et publique ; pour une machine de votre réseau, l’opérateur l’ajoute à \`LSMESSAGE_OUTBOUND_ALLOW\`.

| événement | quand |
|---|---|
| \`message.sent\` | un SMS est remis à l’opérateur |
| \`message.delivered\` | il est reçu |
| \`message.failed\` | il échoue ou expire |
| \`message.received\` | quelqu’un répond |
| \`alert.raised\` | une alerte est levée |

## Ce que vous recevez

${REQUEST}

Ni numéro ni texte : lisez-les, si vous en avez besoin, avec \`GET /messages/{id}\`.

## Répondre

Répondez \`2xx\` en moins de 10 secondes, puis travaillez. Toute autre réponse est une tentative manquée ; les suivantes viennent après 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h et 24 h. \`410\` arrête le webhook. Si rien n’arrive pendant ces 75 heures, il est suspendu et ses gestionnaires reçoivent un mail. Les redirections ne sont pas suivies.

Un même événement peut venir deux fois, et dans un autre ordre : \`webhook-id\` est le même à chaque tentative, gardez ceux que vous avez traités.

## Vérifier la signature

Passez les en-têtes en minuscules, le corps **tel qu’il est arrivé** et le secret. Pendant le renouvellement d’un secret l’en-tête porte deux signatures ; l’une des deux suffit.

${CODE}

## Essayer

**Envoyer un essai** appelle l’adresse tout de suite et montre sa réponse. Chaque appel reste visible 30 jours avec la réponse reçue, et peut être renvoyé.`,
  },
  en: {
    title: "Webhooks",
    lead:
      "Your software is called as soon as an SMS leaves, arrives, fails or is answered. Calls follow Standard Webhooks 1.0.",
    body: `## Create one

Under **Webhooks**, or over the API with a manager's account:

\`\`\`
POST {{url}}/api/v1/structures/{id}/webhooks
{"url": "https://example.fr/sms", "events": ["message.delivered", "message.failed"]}
\`\`\`

The answer \`201\` holds \`secret\` (\`whsec_…\`), this once. The address is https and public; for a machine of your network, the operator adds it to \`LSMESSAGE_OUTBOUND_ALLOW\`.

| event | when |
|---|---|
| \`message.sent\` | an SMS is handed to the operator |
| \`message.delivered\` | it is received |
| \`message.failed\` | it fails or expires |
| \`message.received\` | somebody answers |
| \`alert.raised\` | an alert is raised |

## What you receive

${REQUEST}

No number and no text: read them, if you need them, with \`GET /messages/{id}\`.

## Answer

Answer \`2xx\` within 10 seconds, then work. Anything else is a failed attempt; the next ones follow after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h. \`410\` stops the webhook. If nothing arrives during those 75 hours it is suspended and its managers get a mail. Redirects are not followed.

An event may come twice, and in another order: \`webhook-id\` is the same at each attempt, remember those you have handled.

## Verify the signature

Pass the headers in lower case, the body **as it came**, and the secret. While a secret is being replaced the header carries two signatures; either will do.

${CODE}

## Try it

**Send a test** calls the address at once and shows its answer. Each call stays visible for 30 days with the answer received, and can be sent again.`,
  },
});
