import { guide } from "./guide.ts";

export const firstSend = guide("premier-envoi", {
  fr: {
    title: "Premier envoi en cinq minutes",
    lead:
      "Une clé de test, un appel, et le SMS est dans l’historique. Rien ne part et rien n’est débité.",
    body: `## 1. Une clé de test

Un gestionnaire de la structure ouvre **Applications**, **Nouvelle application**, choisit **De test** et copie la clé \`lsm_test_…\`. Elle n’est affichée qu’une fois.

## 2. Un appel

\`\`\`
curl {{url}}/api/v1/messages \\
  -H "Authorization: Bearer lsm_test_…" \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: premier-envoi-1" \\
  -d '{"text": "Une convocation vous attend.", "recipients": ["+33612340000"]}'
\`\`\`

La réponse \`202\` part après l’enregistrement durable :

\`\`\`
{
  "submissionId": "sub_…",
  "segments": 1,
  "credits": 0,
  "available": 500,
  "messages": [{"id": "msg_…", "to": "+33612340000", "segments": 1, "status": "queued"}]
}
\`\`\`

## 3. Le suivi

\`\`\`
curl {{url}}/api/v1/messages/msg_… -H "Authorization: Bearer lsm_test_…"
\`\`\`

\`status\` passe de \`queued\` à \`sent\` puis \`delivered\` ; \`timeline\` dit quand. Plutôt que de demander, faites-vous prévenir : [webhooks](/docs/webhooks).

## 4. L’historique en tableur

\`\`\`
curl {{url}}/api/v1/messages -H "Authorization: Bearer lsm_test_…" -H "Accept: text/csv"
\`\`\`

## Ensuite

Les dix fins de numéro qui jouent chacune un résultat : [numéros de test](/docs/numeros-de-test). Puis une clé réelle : [mise en production](/docs/mise-en-production).`,
  },
  en: {
    title: "First send in five minutes",
    lead:
      "A test key, one call, and the SMS is in the history. Nothing leaves and nothing is charged.",
    body: `## 1. A test key

A manager of the structure opens **Applications**, **New application**, chooses **Test** and copies the key \`lsm_test_…\`. It is shown once.

## 2. One call

\`\`\`
curl {{url}}/api/v1/messages \\
  -H "Authorization: Bearer lsm_test_…" \\
  -H "Content-Type: application/json" \\
  -H "Idempotency-Key: first-send-1" \\
  -d '{"text": "A document awaits you.", "recipients": ["+33612340000"]}'
\`\`\`

The answer \`202\` leaves after all is stored durably:

\`\`\`
{
  "submissionId": "sub_…",
  "segments": 1,
  "credits": 0,
  "available": 500,
  "messages": [{"id": "msg_…", "to": "+33612340000", "segments": 1, "status": "queued"}]
}
\`\`\`

## 3. What became of it

\`\`\`
curl {{url}}/api/v1/messages/msg_… -H "Authorization: Bearer lsm_test_…"
\`\`\`

\`status\` goes from \`queued\` to \`sent\` and \`delivered\`; \`timeline\` says when. Rather than ask, be told: [webhooks](/docs/webhooks).

## 4. The history as a spreadsheet

\`\`\`
curl {{url}}/api/v1/messages -H "Authorization: Bearer lsm_test_…" -H "Accept: text/csv"
\`\`\`

## Next

The ten endings of numbers that each play an outcome: [test numbers](/docs/numeros-de-test). Then a live key: [going live](/docs/mise-en-production).`,
  },
});
