import { revokeLeaked } from "../../lib/domain/leak.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { LeakedKeys, RevokedKeys } from "../../lib/schema/application.ts";

export const leaks = [
  endpoint(
    {
      id: "reportLeakedKeys",
      tag: "applications",
      summary: {
        fr: "Signale des clés trouvées en public et les révoque",
        en: "Reports keys found in public and revokes them",
      },
      description:
        "For anyone, secret scanners too: who holds a whole key may have it revoked. Keys match `\\blsm_(?:live|test)_[0-9a-hjkmnp-tv-z]{77}\\b`.",
      method: "post",
      path: "/leaked-keys",
      isPublic: true,
      body: LeakedKeys,
      returns: { 200: RevokedKeys },
      problems: [],
    },
    ({ ports, call, body }) => revokeLeaked(ports, call, body),
  ),
];
