import { readInfo } from "../../lib/domain/info.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Info } from "../../lib/schema/message.ts";

export const info = [
  endpoint({
    id: "readInfo",
    tag: "messages",
    summary: {
      fr: "Renseigne une clé sur elle-même",
      en: "Tells a key about itself",
    },
    method: "get",
    path: "/info",
    returns: { 200: Info },
    problems: [],
  }, ({ ports, actor }) => readInfo(ports, actor)),
];
