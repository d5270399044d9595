/**
 * The one-time set-up link, with which the first administrator is made.
 *
 * Each start while there is none makes a new link and forgets the one before;
 * the store holds only its hash. The token stands in the fragment of the link,
 * which browsers send to no server: it is in no log and no Referer.
 *
 * @module
 */
import { sha256 } from "../crypto/seal.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { SetUp, StoredMember } from "../schema/member.ts";
import { recordAudit } from "./audit.ts";
import { insertMember, memberActor } from "./member.ts";
import { hashPassword } from "./password.ts";
import { randomToken } from "./session.ts";

const LANE = "set-up";

/** The hash of the token that is valid now. */
const TOKEN_SETTING = keys.setting("setUpToken");
/** The id of the administrator who was made first. */
const DONE_SETTING = keys.setting("firstAdministrator");

/** Makes a new set-up link, or gives null once there is an administrator. */
export async function openSetUp(ports: Ports): Promise<string | null> {
  const token = randomToken(ports);
  const opened = await ports.store.transact(LANE, async (tx) => {
    const [done] = await tx.getMany([DONE_SETTING, TOKEN_SETTING]);
    if (done !== null) return false;
    tx.put(TOKEN_SETTING, sha256(token));
    return true;
  });
  return opened ? `${ports.publicUrl}/set-up#${token}` : null;
}

/** Whether the installation still waits for its first administrator. */
export async function isSetUpOpen(ports: Ports): Promise<boolean> {
  return await ports.store.get(DONE_SETTING) === null;
}

/**
 * Makes the first administrator, once.
 *
 * @throws {Problem} `forbidden` when the token is not, or no longer, valid
 */
export async function completeSetUp(
  ports: Ports,
  token: string,
  { name, email, password }: SetUp,
): Promise<StoredMember> {
  const hash = sha256(token.trim());
  if (await ports.store.get(TOKEN_SETTING) !== hash) throw notValid();
  const member: StoredMember = {
    id: ports.newId("mem"),
    email: email.trim(),
    name,
    operator: true,
    roles: {},
    password: await hashPassword(ports, password),
    createdAtMs: ports.now(),
  };
  return await ports.store.transact(LANE, async (tx) => {
    const [done, valid] = await tx.getMany([DONE_SETTING, TOKEN_SETTING]);
    if (done !== null || valid !== hash) throw notValid();
    await insertMember(tx, member);
    tx.put(DONE_SETTING, member.id);
    tx.delete(TOKEN_SETTING);
    await recordAudit(tx, ports, {
      call: { actor: memberActor(member) },
      structureId: null,
      action: "installation.set-up",
      target: member.id,
    });
    return member;
  });
}

function notValid(): Problem {
  return new Problem("forbidden", {
    detail: {
      fr:
        "Ce code d'installation n'est pas valable ou a déjà servi. Redémarrez le service : il en affiche un nouveau.",
      en:
        "This set-up code is not valid or was used already. Restart the service: it prints a new one.",
    },
  });
}
