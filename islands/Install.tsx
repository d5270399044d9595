import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { makeOffer, onOffer } from "./install_offer.ts";
import { dictionary, useWords } from "./language.ts";

const WORDS = dictionary({
  fr: {
    title: "Sur votre écran d’accueil",
    why:
      "Installez lsmessage : il s’ouvre d’un geste, vous prévient quand les SMS manquent et garde le dernier solde sans réseau.",
    install: "Installer",
    later: "Plus tard",
    apple:
      "Touchez Partager, puis « Sur l’écran d’accueil » : lsmessage s’ouvre d’un geste et vous prévient quand les SMS manquent.",
  },
  en: {
    title: "On your home screen",
    why:
      "Install lsmessage: it opens in one tap, tells you when SMS run low and keeps the last balance without a network.",
    install: "Install",
    later: "Later",
    apple:
      "Tap Share, then “Add to Home Screen”: lsmessage opens in one tap and tells you when SMS run low.",
  },
});

const REFUSED = "installation-plus-tard";
const AGAIN_MS = 90 * 86_400_000;

/** Proposes to install, where the browser can and nobody said no lately. */
export function Install() {
  const words = useWords(WORDS);
  const way = useSignal<"none" | "offer" | "apple">("none");

  useEffect(() => {
    if (wasRefused() || isInstalled()) return;
    if (isApplePhone()) way.value = "apple";
    return onOffer(() => way.value = "offer");
  }, []);

  async function install() {
    if (!await makeOffer()) refuse();
    way.value = "none";
  }

  function refuse() {
    localStorage.setItem(REFUSED, String(Date.now()));
    way.value = "none";
  }

  if (way.value === "none") return null;
  return (
    <section class="install" aria-labelledby="installer">
      <h2 id="installer">{words.title}</h2>
      <p>{way.value === "apple" ? words.apple : words.why}</p>
      <div class="actions">
        {way.value === "offer" && (
          <button type="button" class="button main" onClick={install}>
            {words.install}
          </button>
        )}
        <button type="button" class="button quiet" onClick={refuse}>
          {words.later}
        </button>
      </div>
    </section>
  );
}

function wasRefused(): boolean {
  return Date.now() - Number(localStorage.getItem(REFUSED) ?? 0) < AGAIN_MS;
}

function isInstalled(): boolean {
  return matchMedia("(display-mode: standalone)").matches;
}

/** Safari there installs, but makes no offer. */
function isApplePhone(): boolean {
  return /iPhone|iPad/.test(navigator.userAgent) && !isInstalled();
}
