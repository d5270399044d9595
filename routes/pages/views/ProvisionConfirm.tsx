import { smsCount } from "../../../islands/words.ts";
import { Confirm } from "../parts/Confirm.tsx";
import type { Provided, Wish } from "../provision.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { PROVISION } from "../words/provision.ts";

/** What providing so will do, and the button that does it. */
export function ProvisionConfirm({ visit, provided, wish, count, fields }: {
  visit: Visit;
  provided: Provided;
  wish: Wish;
  /** Of an allowance, in words. */
  count: string;
  fields: Fields;
}) {
  const words = PROVISION[visit.language];
  const { name, balance } = provided;
  const path = `${address(visit.here!.id, "credits")}/regler`;
  const { a = "", quoi = "", mode = "", plafond = "", credits = "" } = fields;
  const common = {
    visit,
    action: path,
    hidden: {
      a,
      quoi,
      mode,
      plafond,
      credits,
      report: fields["report"] ?? "",
      cle: fields["cle"] || visit.ports.newId("frm"),
      etape: "confirmer",
    },
    back: `${path}?a=${provided.id}`,
  };
  switch (wish.kind) {
    case "shared": {
      const cap = wish.cap === null ? "" : smsCount(wish.cap, visit.language);
      return (
        <Confirm
          {...common}
          title={words.confirmShared(name)}
          button={words.doShared}
        >
          {balance.available > 0 && <p>{words.willReturn(balance.available)}
          </p>}
          <p>{words.willDraw(cap)}</p>
        </Confirm>
      );
    }
    case "allocated":
      return (
        <Confirm
          {...common}
          title={words.confirmAllocated(name)}
          button={words.doAllocated}
        >
          <p>{words.willStop}</p>
        </Confirm>
      );
    case "allowance":
      return (
        <Confirm
          {...common}
          title={words.confirmAllowance(name, count)}
          button={words.doAllowance(count)}
        >
          <p>
            {words.willGive(
              wish.carryOver ? words.adds(count) : words.tops(count),
            )}
          </p>
        </Confirm>
      );
  }
}
