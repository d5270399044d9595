import { liftFence, readFence } from "../../lib/domain/fence.ts";
import { readRewrap, startRewrap } from "../../lib/domain/rewrap.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Fence, LiftFence } from "../../lib/schema/operations.ts";
import { Rewrap } from "../../lib/schema/rewrap.ts";

const tag = "operations";

export const operations = [
  endpoint({
    id: "readFence",
    tag,
    summary: {
      fr: "Lit ce qu'une restauration retient",
      en: "Reads what a restore holds back",
    },
    description: "For the operator.",
    method: "get",
    path: "/operations/fence",
    returns: { 200: Fence },
    problems: [],
  }, ({ ports, actor }) => readFence(ports, actor)),

  endpoint({
    id: "liftFence",
    tag,
    summary: {
      fr: "Laisse partir ou annule ce qui est retenu",
      en: "Lets go of what is held back, or cancels it",
    },
    description:
      "For the operator. After a restore, messages that waited in the backup are held: they may have left after it was made.",
    method: "post",
    path: "/operations/fence/lift",
    body: LiftFence,
    returns: { 200: Fence },
    problems: [],
  }, ({ ports, call, body }) => liftFence(ports, call, body)),

  endpoint({
    id: "readRewrap",
    tag,
    summary: {
      fr: "Lit l'avancement d'un changement de clé maîtresse",
      en: "Reads how far a change of master key is",
    },
    description: "For the operator.",
    method: "get",
    path: "/operations/rewrap",
    returns: { 200: Rewrap },
    problems: [],
  }, ({ ports, actor }) => readRewrap(ports, actor)),

  endpoint({
    id: "startRewrap",
    tag,
    summary: {
      fr: "Enveloppe tout sous la clé maîtresse active",
      en: "Wraps everything under the active master key",
    },
    description:
      "For the operator, once a new key stands first in LSMESSAGE_KEYS with the old one behind it. It goes on in the background; an old key may be taken out when it is `removable`.",
    method: "post",
    path: "/operations/rewrap",
    returns: { 202: Rewrap },
    problems: [],
  }, ({ ports, call }) => startRewrap(ports, call)),
];
