/**
 * Sender names that carriers refuse or overwrite, or that are somebody else's:
 * generic words since March 2025, and names that need their owner's leave.
 * Source: AF2M, « protection des OADC sensibles ».
 *
 * @module
 */
import type { Text } from "../problem.ts";

const GENERIC: ReadonlySet<string> = new Set(
  ("ALERT ALERTE ALERTES ALERTS APPEL AVIS BANK BANQUE CODE COLIS CONTACT " +
    "CREDIT DELIVERY FACTURE INFO INFOS INFORMATION LIVRAISON LIVREUR " +
    "MESSAGE MESSAGES NOREPLY NOTICE NOTIF NOTIFICATION OTP PAIEMENT PARCEL " +
    "PAYMENT PROMO RAPPEL RDV RENDEZVOUS SECURITE SECURITY SERVICE SERVICES " +
    "SMS STOP SUPPORT TEST URGENCE URGENT VERIFY").split(" "),
);

const PROTECTED: ReadonlySet<string> = new Set(
  ("AMAZON AMELI AMENDE AMENDES AMENDESGOUV ANTAI ANTS APPLE AXA BFORBANK " +
    "BNP BNPPARIBAS BOUYGUES BOURSORAMA CAF CAISSEEPARGNE CARTEVITALE " +
    "CHRONOPOST COLISSIMO CPAM CREDITAGRIC CRITAIR DGFIP DHL DOCTOLIB DPD " +
    "EDF ELYSEE ENGIE FEDEX FRANCECONNECT FRANCETRAV FREE GENDARMERIE GLS " +
    "GOOGLE GOUV GOUVERNMENT GOUVFR IMPOT IMPOTS LAPOSTE LCL MASANTE MAIF " +
    "MICROSOFT MONDIALRELAY NETFLIX ORANGE PAYPAL POLEEMPLOI POLICE SFR SNCF " +
    "SOCGEN SAMU TRESOR TRESORPUB UPS URSSAF VINTED WHATSAPP").split(" "),
);

/** Why a name cannot be a sender, or null. */
export function senderProblem(sender: string): Text | null {
  const bare = sender.toUpperCase().replace(/[^A-Z0-9]/g, "");
  const word = bare.replace(/\d+$/, "");
  if (GENERIC.has(bare) || GENERIC.has(word)) {
    return {
      fr:
        `« ${sender} » est un mot générique : les opérateurs le refusent ou le remplacent depuis mars 2025. Choisissez un nom qui dit qui écrit, par exemple MairieRodez.`,
      en:
        `"${sender}" is a generic word: carriers have refused or replaced it since March 2025. Choose a name that says who writes, for example MairieRodez.`,
    };
  }
  if (PROTECTED.has(bare) || PROTECTED.has(word)) {
    return {
      fr:
        `« ${sender} » est un nom protégé : seul son titulaire peut l’employer, avec l’accord des opérateurs.`,
      en:
        `"${sender}" is a protected name: only its owner may use it, with the carriers' leave.`,
    };
  }
  return null;
}
