import { dictionary } from "../../../islands/language.ts";

/** The simulator's phone. */
export const INBOX = dictionary({
  fr: {
    title: "Boîte de réception simulée",
    lead:
      "Tant que le simulateur est la passerelle, aucun SMS ne quitte le service : voici ce que les téléphones auraient reçu. Sans serveur de messagerie, les mails arrivent ici aussi.",
    none: "Rien n’est arrivé",
    noneWords:
      "Faites un envoi simple, ou lancez la commande d’exemple d’une application : le message apparaît ici.",
    forNumber: (to: string) => `Pour ${to}`,
    mailFor: (to: string) => `Mail pour ${to}`,
    shortNumber: "Numéro court",
  },
  en: {
    title: "Simulated inbox",
    lead:
      "While the simulator is the gateway, no SMS leaves the service: here is what the phones would have received. Without a mail server, e-mails arrive here too.",
    none: "Nothing has arrived",
    noneWords:
      "Make a simple send, or run the example command of an application: the message appears here.",
    forNumber: (to: string) => `For ${to}`,
    mailFor: (to: string) => `E-mail for ${to}`,
    shortNumber: "Short number",
  },
});
