import { guide } from "./guide.ts";

export const segments = guide("segments", {
  fr: {
    title: "Segments et accents",
    lead:
      "Un SMS est facturé par segments. Un seul caractère hors de l’alphabet GSM divise la place par deux.",
    body: `| alphabet | un seul SMS | chaque segment d’un SMS long |
|---|---|---|
| GSM-7 | 160 caractères | 153 |
| UCS-2 (Unicode) | 70 caractères | 67 |

## Ce qui reste en GSM-7

\`à é è ù ì ò Ç É Ä Ö Ü ä ö ü ñ @ £ € §\` et la ponctuation courante. \`€ [ ] { } ~ ^ | \\\` comptent pour deux.

## Ce qui passe en Unicode

\`ê â î ô û ë ï ç œ\`, l’apostrophe typographique \`’\`, les guillemets \`« »\` courbes, le tiret long \`–\`, les émojis. Un texte collé depuis un traitement de texte en contient presque toujours.

## Demander avant d’envoyer

\`\`\`
curl {{url}}/api/v1/messages/preview \\
  -H "Authorization: Bearer lsm_test_…" -H "Content-Type: application/json" \\
  -d '{"text": "Vous êtes convoqué à l’hôtel de ville."}'
\`\`\`

La réponse donne \`encoding\`, \`segments\`, \`unicodeCharacters\` (ce qui coûte) et \`suggestion\` : une écriture qui tient en moins de segments. Elle n’est jamais appliquée sans vous.

Les segments sont réservés à l’acceptation, débités à la remise à l’opérateur, rendus si le message ne part pas. Un destinataire ne coûte jamais plus que les segments de son texte.`,
  },
  en: {
    title: "Segments and accents",
    lead:
      "An SMS is billed by segments. One character outside the GSM alphabet halves the room.",
    body: `| alphabet | a single SMS | each segment of a long one |
|---|---|---|
| GSM-7 | 160 characters | 153 |
| UCS-2 (Unicode) | 70 characters | 67 |

## What stays GSM-7

\`à é è ù ì ò Ç É Ä Ö Ü ä ö ü ñ @ £ € §\` and usual punctuation. \`€ [ ] { } ~ ^ | \\\` count twice.

## What turns Unicode

\`ê â î ô û ë ï ç œ\`, the typographic apostrophe \`’\`, curly quotes, the long dash \`–\`, emojis. Text pasted from a word processor nearly always has some.

## Ask before sending

\`\`\`
curl {{url}}/api/v1/messages/preview \\
  -H "Authorization: Bearer lsm_test_…" -H "Content-Type: application/json" \\
  -d '{"text": "Vous êtes convoqué à l’hôtel de ville."}'
\`\`\`

The answer gives \`encoding\`, \`segments\`, \`unicodeCharacters\` (what costs) and \`suggestion\`: a spelling that takes fewer segments. It is never applied without you.

Segments are reserved at acceptance, spent at the hand-over to the operator, given back if the message does not leave. A recipient never costs more than its text's segments.`,
  },
});
