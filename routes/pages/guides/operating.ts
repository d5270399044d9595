import { TEST_NUMBERS } from "../../../lib/schema/test_numbers.ts";
import { guide } from "./guide.ts";

function numbers(language: "fr" | "en"): string {
  return Object.entries(TEST_NUMBERS)
    .map(([digits, text]) => `| \`${digits}\` | ${text[language]} |`)
    .join("\n");
}

export const testNumbers = guide("numeros-de-test", {
  fr: {
    title: "Numéros de test",
    lead:
      "Avec une clé `lsm_test_…` rien ne part et rien n’est débité ; la fin du numéro choisit ce qui arrive.",
    body:
      `N’importe quel numéro français valide convient : \`+3361234\` suivi de la fin voulue.

| se termine par | résultat |
|---|---|
${numbers("fr")}

Les webhooks préviennent aussi pour ces messages ; \`data.test\` y vaut \`true\`.`,
  },
  en: {
    title: "Test numbers",
    lead:
      "With a key `lsm_test_…` nothing leaves and nothing is charged; the end of the number chooses what happens.",
    body:
      `Any valid French number will do: \`+3361234\` and the ending you want.

| ends in | outcome |
|---|---|
${numbers("en")}

Webhooks tell of these messages too; \`data.test\` is \`true\` there.`,
  },
});

export const limitsGuide = guide("limites", {
  fr: {
    title: "Limites",
    lead:
      "Ce qu’un appel peut contenir, et ce qu’une structure peut plafonner.",
    body: `| quoi | limite |
|---|---|
| destinataires par appel | 50 000 |
| corps d’un appel | 16 Mio |
| programmation | un an |
| validité d’un message | 24 h par défaut, 72 h au plus |
| éléments par page d’une liste | 100 |
| clé d’idempotence | 255 caractères, 7 jours |
| webhooks par structure | 5 |

## Débit

Une clé ou une structure peut avoir une limite par minute et par jour. Elle est dite dans chaque réponse :

\`\`\`
RateLimit-Policy: "key";q=600;w=60
RateLimit: "key";r=599;t=1
\`\`\`

\`q\` appels par fenêtre de \`w\` secondes, \`r\` restants, \`t\` secondes avant le suivant. Au-delà : \`429\` [rate_limited](/docs/problemes/rate_limited) avec \`Retry-After\`.

## Dépense

Une application peut avoir un plafond de SMS par jour (\`dailyCap\`), une structure aussi (\`dailySpend\`). L’appel qui le dépasserait est refusé en entier.

## Pays

Les numéros hors de France et de ses territoires sont refusés tant qu’un gestionnaire n’a pas ouvert leur indicatif (\`PUT /structures/{id}/limits\`, \`foreignPrefixes\`). Cela protège du pompage de SMS.`,
  },
  en: {
    title: "Limits",
    lead: "What a call may hold, and what a structure may cap.",
    body: `| what | limit |
|---|---|
| recipients a call | 50,000 |
| body of a call | 16 MiB |
| scheduling | one year ahead |
| validity of a message | 24 h by default, 72 h at most |
| items of a page of a list | 100 |
| idempotency key | 255 characters, 7 days |
| webhooks a structure | 5 |

## Rate

A key or a structure may have a limit a minute and a day. Each answer tells it:

\`\`\`
RateLimit-Policy: "key";q=600;w=60
RateLimit: "key";r=599;t=1
\`\`\`

\`q\` calls in a window of \`w\` seconds, \`r\` left, \`t\` seconds until the next. Beyond: \`429\` [rate_limited](/docs/problemes/rate_limited) with \`Retry-After\`.

## Spending

An application may have a cap of SMS a day (\`dailyCap\`), a structure too (\`dailySpend\`). The call that would pass it is refused whole.

## Countries

Numbers outside France and its territories are refused until a manager opens their prefix (\`PUT /structures/{id}/limits\`, \`foreignPrefixes\`). That guards against SMS pumping.`,
  },
});

export const keysGuide = guide("cles", {
  fr: {
    title: "Clés",
    lead: "Une clé par logiciel, avec le moins de droits possible.",
    body:
      `- **Portées** : \`messages:send\`, \`messages:read\`, \`balance:read\`.
- **Fin** : \`keyDays\` fixe la durée d’une clé ; ses gestionnaires sont prévenus par mail 30 et 7 jours avant.
- **Renouvellement** : \`POST /applications/{id}/rotate\` crée la nouvelle et laisse l’ancienne valable 24 heures, ou \`graceHours\`.
- **Adresses** : \`allowedAddresses\` limite d’où la clé s’utilise. Derrière un proxy, c’est la dernière adresse de \`X-Forwarded-For\` qui compte, et seulement si la connexion vient d’un réseau privé.
- **Dernier usage** : \`lastUsedAt\`, à l’heure près.
- **Révocation** : supprimer l’application ; effectif en une seconde, en cinq sur les autres instances.

## Clé trouvée en public

Les clés se reconnaissent à \`\\blsm_(?:live|test)_[0-9a-hjkmnp-tv-z]{77}\\b\`, avec une somme de contrôle. Qui en trouve une la fait révoquer, sans compte :

\`\`\`
curl {{url}}/api/v1/leaked-keys -H "Content-Type: application/json" \\
  -d '{"keys": ["lsm_live_…"], "source": "https://…"}'
\`\`\``,
  },
  en: {
    title: "Keys",
    lead: "One key for each program, with as few rights as will do.",
    body: `- **Scopes**: \`messages:send\`, \`messages:read\`, \`balance:read\`.
- **End**: \`keyDays\` says how long a key lasts; its managers get a mail 30 and 7 days before.
- **Rotation**: \`POST /applications/{id}/rotate\` makes the new one and leaves the old one valid for 24 hours, or \`graceHours\`.
- **Addresses**: \`allowedAddresses\` limits where the key is used from. Behind a proxy the last address of \`X-Forwarded-For\` counts, and only if the connection comes from a private network.
- **Last use**: \`lastUsedAt\`, to the hour.
- **Revocation**: delete the application; within a second, within five on other instances.

## A key found in public

Keys match \`\\blsm_(?:live|test)_[0-9a-hjkmnp-tv-z]{77}\\b\` and carry a checksum. Whoever finds one has it revoked, without an account:

\`\`\`
curl {{url}}/api/v1/leaked-keys -H "Content-Type: application/json" \\
  -d '{"keys": ["lsm_live_…"], "source": "https://…"}'
\`\`\``,
  },
});

export const coupling = guide("idelibre-web-gfc", {
  fr: {
    title: "idelibre et web-GFC",
    lead: "Ce qu’il faut saisir dans le logiciel, et rien d’autre.",
    body: `## Dans lsmessage

**Applications**, **Nouvelle application**, nommez-la « idelibre » ou « web-GFC » : ce nom devient l’intitulé de ses messages dans l’historique. Copiez la clé.

## Dans idelibre (4 et suivants)

**Administration**, **Connecteurs**, **LsMessage** :

| champ | valeur |
|---|---|
| URL | \`{{url}}\` |
| Clé d’API | \`lsm_live_…\` |
| Expéditeur | un expéditeur déclaré pour la structure, ou vide |

## Dans web-GFC (3 et suivants)

**Administration**, **Connecteurs**, **SMS** : la même adresse et la même clé.

## Pour leurs développeurs

\`clients/php\` remplace \`libriciel/ls-message-wrapper\` sans rien changer au logiciel : même espace de noms, mêmes classes. Chaque envoi porte sa clé d’idempotence et est répété sans risque après une coupure.`,
  },
  en: {
    title: "idelibre and web-GFC",
    lead: "What to enter in the software, and nothing else.",
    body: `## In lsmessage

**Applications**, **New application**, name it "idelibre" or "web-GFC": the name becomes the title of its messages in the history. Copy the key.

## In idelibre (4 and later)

**Administration**, **Connecteurs**, **LsMessage**:

| field | value |
|---|---|
| URL | \`{{url}}\` |
| API key | \`lsm_live_…\` |
| Sender | one declared for the structure, or empty |

## In web-GFC (3 and later)

**Administration**, **Connecteurs**, **SMS**: the same address and key.

## For their developers

\`clients/php\` replaces \`libriciel/ls-message-wrapper\` without a change in the software: same namespace, same classes. Each send carries its idempotency key and is safely repeated after a break.`,
  },
});

export const goingLive = guide("mise-en-production", {
  fr: {
    title: "Mise en production",
    lead: "Sept points, une demi-heure.",
    body:
      `1. Une application de mode **Réelle** par logiciel ; la clé dans un coffre, jamais dans le code.
2. Des portées réduites, des adresses autorisées, une durée : [clés](/docs/cles).
3. Un plafond de SMS par jour pour l’application et la structure : [limites](/docs/limites).
4. L’expéditeur déclaré dans **Expéditeurs** et enregistré auprès de la passerelle.
5. Une alerte de solde bas, au moins par mail.
6. Une \`Idempotency-Key\` par envoi et la répétition après une coupure : [idempotence](/docs/idempotence).
7. Un webhook, sa signature vérifiée, et un essai reçu : [webhooks](/docs/webhooks).

Envoyez enfin un SMS réel à votre propre mobile et suivez-le dans **Historique** jusqu’à « Reçu ».`,
  },
  en: {
    title: "Going live",
    lead: "Seven points, half an hour.",
    body:
      `1. One application of mode **Live** for each program; the key in a vault, never in the code.
2. Few scopes, allowed addresses, a lifetime: [keys](/docs/cles).
3. A cap of SMS a day for the application and the structure: [limits](/docs/limites).
4. The sender declared under **Senders** and registered with the gateway.
5. An alert on a low balance, by mail at least.
6. An \`Idempotency-Key\` for each send, and repeating after a break: [idempotency](/docs/idempotence).
7. A webhook, its signature verified, and a test received: [webhooks](/docs/webhooks).

Then send a real SMS to your own mobile and follow it under **History** until "Received".`,
  },
});
