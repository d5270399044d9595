import { liftFence, readFence } from "../../lib/domain/fence.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Fence, LiftFence } from "../../lib/schema/operations.ts";

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
];
