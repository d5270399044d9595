import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "playwright-core";
import { fromBase32, totpCode, totpStep } from "../../lib/crypto/totp.ts";
import { setSsoRule } from "../../lib/domain/sso_rule.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { type Lies, Provider } from "../domain/provider.ts";
import { OPERATOR } from "../support.ts";
import { alive, ANNE, fill, setUp, tap, wordsOf } from "./journey.ts";
import { openBrowser, openSite, picture } from "./site.ts";

/** The browser and the server live on between steps. */
const OPTIONS = { sanitizeOps: false, sanitizeResources: false };
const SIZE = "phone";

/** A telephone's authenticator, that confirms whatever it is asked. */
async function withAuthenticator(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send(
    "WebAuthn.addVirtualAuthenticator",
    {
      options: {
        protocol: "ctap2",
        transport: "internal",
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    },
  );
  return {
    credentials: async () =>
      (await session.send("WebAuthn.getCredentials", { authenticatorId }))
        .credentials,
  };
}

async function signOut(page: Page, url: string): Promise<void> {
  await page.context().clearCookies();
  await page.goto(`${url}/connexion/secours`);
}

Deno.test(
  "passkey, authenticator, recovery and single sign-on in a real browser",
  OPTIONS,
  async (t) => {
    await using provider = new Provider();
    await using site = await openSite({
      LSMESSAGE_OIDC:
        `${provider.issuer}|${provider.settings.clientId}|${provider.settings.clientSecret}`,
    });
    await using browser = await openBrowser({ size: SIZE });
    const { page, complaints } = browser;
    const { url, ports } = site;
    const look = async (name: string) =>
      assertEquals(await picture(page, { name, size: SIZE }), 0, name);
    let secret = "";
    let codes: string[] = [];
    let lastStep = 0;

    const freshCode = async () => {
      while (totpStep(Date.now()) <= lastStep) {
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
      lastStep = totpStep(Date.now());
      return totpCode(fromBase32(secret), lastStep);
    };

    await t.step("a passkey is made from « Sécurité »", async () => {
      const device = await withAuthenticator(page);
      await setUp(page, site.setUpLink);
      await page.goto(`${url}/compte/securite`);
      await look("identity-1-security");
      await alive(page, "MakePasskey");
      await tap(page, "text=Ajouter une clé d’accès");
      assertStringIncludes(await wordsOf(page), "La clé d’accès est ajoutée");
      const [credential, ...others] = await device.credentials();
      assertEquals(others, []);
      assertEquals(credential!.isResidentCredential, true);
      assertEquals(credential!.rpId, "localhost");
      await look("identity-2-passkey");
    });

    await t.step("it signs in: the device offers it by itself", async () => {
      await signOut(page, url);
      await look("identity-3-lost");
      // The device offers its passkey by itself, and this one always confirms.
      await page.goto(`${url}/connexion?retour=/compte`);
      await page.waitForURL(`${url}/compte`, { timeout: 10_000 });
      assertStringIncludes(await wordsOf(page), ANNE.email);
      await look("identity-5-account");
    });

    await t.step("an app is turned on by its square's key", async () => {
      await page.goto(`${url}/compte/securite/application`);
      await look("identity-6-totp");
      secret = (await page.innerText("code.key")).replaceAll(/\s/g, "");
      await fill(page, { code: await freshCode() });
      await tap(page, "main form button.main");
      assertStringIncludes(await wordsOf(page), "L’application est activée");
      await page.goto(`${url}/compte/securite/codes`);
      await tap(page, "main button.main");
      codes = await page.locator(".codes code").allInnerTexts();
      assertEquals(codes.length, 10);
      await look("identity-7-codes");
    });

    await t.step(
      "password and code sign in, and a recovery code once",
      async () => {
        const signIn = async (code: string) => {
          await using other = await openBrowser({ size: SIZE, script: false });
          await other.page.goto(`${url}/connexion?retour=/compte`);
          await fill(other.page, {
            email: ANNE.email,
            password: ANNE.password,
          });
          await tap(other.page, 'button:text-is("Se connecter")');
          await fill(other.page, { code });
          await tap(other.page, "main button.main");
          return await wordsOf(other.page);
        };
        assertStringIncludes(await signIn(await freshCode()), ANNE.email);
        assertStringIncludes(await signIn(codes[0]!), ANNE.email);
        assertStringIncludes(await signIn(codes[0]!), "n’est pas accepté");
      },
    );

    await t.step(
      "single sign-on: closed, then as the structure says",
      async () => {
        await using marie = await openBrowser({ size: SIZE });
        await marie.page.goto(`${url}/connexion`);
        await picture(marie.page, { name: "identity-4-sign-in", size: SIZE });
        const { id } = await createStructure(ports, callOf(), {
          name: "Rodez",
          siren: "211202025",
        });
        await marie.page.goto(`${url}/connexion`);
        await tap(marie.page, "text=S’identifier avec ProConnect");
        assertStringIncludes(
          await wordsOf(marie.page),
          "Demandez une invitation",
        );
        await picture(marie.page, {
          name: "identity-8-sso-closed",
          size: SIZE,
        });
        await setSsoRule(ports, callOf(), { structureId: id, role: "viewer" });
        const longAgoS = Math.floor(Date.now() / 1_000) - 3_600;
        const lies: Lies[] = [
          { idToken: { nonce: "n".repeat(43) } },
          { idToken: { aud: "another" } },
          { idToken: { iss: "https://another.example" } },
          { idToken: { exp: longAgoS } },
          { idToken: { acr: "eidas0" } },
          { alg: "HS256" },
          { alg: "none" },
          { isForged: true },
          { isInfoForged: true },
          { state: "s".repeat(43) },
        ];
        for (const lie of lies) {
          provider.lies = lie;
          await marie.page.goto(`${url}/connexion`);
          await tap(marie.page, "text=S’identifier avec ProConnect");
          assertStringIncludes(
            await wordsOf(marie.page),
            "Vous n’êtes pas connecté",
            JSON.stringify(lie),
          );
        }
        provider.lies = { info: { siret: "99999999900019" } };
        await marie.page.goto(`${url}/connexion`);
        await tap(marie.page, "text=S’identifier avec ProConnect");
        assertStringIncludes(
          await wordsOf(marie.page),
          "Demandez une invitation",
        );
        provider.lies = {};
        await marie.page.goto(`${url}/connexion`);
        await tap(marie.page, "text=S’identifier avec ProConnect");
        assertEquals(new URL(marie.page.url()).pathname, `/s/${id}`);
      },
    );

    const unexpected = complaints.filter((one) =>
      !/status of 40[13]/.test(one)
    );
    assertEquals(unexpected, []);
  },
);

function callOf() {
  return {
    actor: OPERATOR,
    route: "POST /test",
    key: null,
    fingerprint: crypto.randomUUID(),
    replayed: false,
  };
}
