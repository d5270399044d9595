import { useWords } from "../../../islands/language.ts";
import { MakePasskey } from "../../../islands/MakePasskey.tsx";
import type { Factors } from "../../../lib/domain/factor.ts";
import type { RegistrationOptions } from "../../../lib/domain/passkey.ts";
import type { StoredPasskey } from "../../../lib/schema/credential.ts";
import type { StoredSession } from "../../../lib/schema/member.ts";
import { deviceName } from "../device.ts";
import { DoneNotice } from "../notices.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Pill } from "../parts/Pill.tsx";
import { Unseen } from "../parts/Unseen.tsx";
import type { Visit } from "../visit.ts";
import { when } from "../words.ts";
import { SSO } from "../words/access.ts";
import { SECURITY } from "../words/account.ts";

export const SECURITY_PATH = "/compte/securite";

interface SecurityProps {
  visit: Visit;
  passkeys: readonly StoredPasskey[];
  registration: RegistrationOptions;
  hasPassword: boolean;
  factors: Factors;
  sessions: readonly StoredSession[];
  error: string | undefined;
  done: string | undefined;
}

/** All that lets a person in, and where they are in. */
export function Security(props: SecurityProps) {
  const words = useWords(SECURITY);
  const { error, done, hasPassword, factors } = props;
  return (
    <div class="narrow">
      <Heading
        title={words.title}
        back={{ href: "/compte", label: words.back }}
      />
      <DoneNotice done={done} />
      {error && (
        <Notice tone="bad">
          <p>{error}</p>
        </Notice>
      )}
      <Passkeys {...props} />
      <section>
        <h2>{words.password}</h2>
        <p>{hasPassword ? words.hasPassword : words.noPassword}</p>
        <a class="button" href={`${SECURITY_PATH}/mot-de-passe`}>
          {hasPassword ? words.changePassword : words.setPassword}
        </a>
      </section>
      {(hasPassword || factors.hasTotp) && <Totp {...factors} />}
      <Recovery {...factors} />
      {props.visit.ports.sso && <SingleSignOn />}
      <Sessions {...props} />
    </div>
  );
}

function Passkeys({ visit, passkeys, registration }: SecurityProps) {
  const words = useWords(SECURITY);
  return (
    <section>
      <h2>{words.passkeys}</h2>
      {passkeys.length === 0
        ? (
          <Empty icon="applications" title={words.noPasskey}>
            <p>{words.noPasskeyLead}</p>
          </Empty>
        )
        : (
          <>
            <p class="quiet">{words.passkeysLead}</p>
            <ul class="cards">
              {passkeys.map((passkey) => (
                <PasskeyCard key={passkey.id} visit={visit} passkey={passkey} />
              ))}
            </ul>
          </>
        )}
      <Island
        name="MakePasskey"
        of={MakePasskey}
        props={{
          label: words.addPasskey,
          action: `${SECURITY_PATH}/cles`,
          hidden: { jeton: visit.csrf },
          options: registration,
        }}
      />
    </section>
  );
}

function PasskeyCard({ visit, passkey }: {
  visit: Visit;
  passkey: StoredPasskey;
}) {
  const words = useWords(SECURITY);
  const { id, name, backedUp, createdAtMs, lastUsedAtMs } = passkey;
  const at = (ms: number) => when(ms, visit.nowMs, visit.language);
  return (
    <li class="card share">
      <div>
        <p class="strong">
          {name} {backedUp && <Pill tone="plain">{words.synced}</Pill>}
        </p>
        <p class="quiet">
          {words.made(at(createdAtMs))},{" "}
          {lastUsedAtMs === null ? words.unused : words.used(at(lastUsedAtMs))}
        </p>
      </div>
      <div class="actions">
        <a
          class="button quiet bad"
          href={`${SECURITY_PATH}/cles/${id}/retirer`}
          aria-label={words.removeOf(name)}
        >
          {words.remove}
        </a>
      </div>
    </li>
  );
}

function Totp({ hasTotp }: Factors) {
  const words = useWords(SECURITY);
  return (
    <section>
      <h2>{words.totp}</h2>
      <p class="quiet">{words.totpLead}</p>
      <p>{hasTotp ? words.totpOn : words.totpOff}</p>
      {hasTotp
        ? (
          <a
            class="button bad"
            href={`${SECURITY_PATH}/application/retirer`}
          >
            {words.removeTotp}
          </a>
        )
        : (
          <a class="button" href={`${SECURITY_PATH}/application`}>
            {words.addTotp}
          </a>
        )}
    </section>
  );
}

function SingleSignOn() {
  const words = useWords(SSO);
  return (
    <section>
      <h2>{words.title}</h2>
      <p class="quiet">{words.lead}</p>
      <a class="button" href={`${SECURITY_PATH}/sso`}>{words.link}</a>
    </section>
  );
}

function Recovery({ recoveryLeft, recoveryAtMs }: Factors) {
  const words = useWords(SECURITY);
  const has = recoveryAtMs !== null;
  return (
    <section>
      <h2>{words.recovery}</h2>
      <p class="quiet">{words.recoveryLead}</p>
      <p class={has && recoveryLeft < 3 ? "warn" : undefined}>
        {has ? words.recoveryLeft(recoveryLeft) : words.recoveryNone}
      </p>
      <a class="button" href={`${SECURITY_PATH}/codes`}>
        {has ? words.renewCodes : words.makeCodes}
      </a>
    </section>
  );
}

function Sessions({ visit, sessions }: SecurityProps) {
  const words = useWords(SECURITY);
  const at = (ms: number) => when(ms, visit.nowMs, visit.language);
  return (
    <section>
      <h2>{words.sessions}</h2>
      <p class="quiet">{words.sessionsLead}</p>
      <ul class="cards">
        {sessions.map(({ id, agent, method, createdAtMs, seenAtMs }) => {
          const name = deviceName(agent, visit.language);
          return (
            <li class="card share" key={id}>
              <div>
                <p class="strong">
                  {name}{" "}
                  {id === visit.id && <Pill tone="good">{words.thisOne}</Pill>}
                </p>
                <p class="quiet">
                  {words.opened(at(createdAtMs))} {words.by[method]},{" "}
                  {words.seen(at(seenAtMs))}
                </p>
              </div>
              {id !== visit.id && (
                <div class="actions">
                  <Form
                    visit={visit}
                    action={`${SECURITY_PATH}/sessions/${id}/fermer`}
                  >
                    <button type="submit" class="button quiet bad">
                      {words.close}
                      <Unseen>{name}</Unseen>
                    </button>
                  </Form>
                </div>
              )}
            </li>
          );
        })}
      </ul>
      {sessions.length > 1 && (
        <Form visit={visit} action={`${SECURITY_PATH}/sessions/fermer`}>
          <button type="submit" class="button bad">{words.closeOthers}</button>
        </Form>
      )}
    </section>
  );
}
