import type { ReceiptRow } from "./service.ts";

const SENT = { status: "sent" } as const;
const DELIVERED = { status: "delivered", detail: null } as const;

function pttRows(
  kind: string,
  ...ptts: readonly number[]
): ReceiptRow[] {
  return ptts.map((ptt) => [
    `ptt ${ptt}`,
    { query: `id=9&ptt=${ptt}&date=2026-01-01&description=2&descriptionDlr=x` },
    { providerId: "9", status: "failed", detail: `ptt ${ptt} ${kind}`.trim() },
  ]);
}

/** What OVH calls back with, ptt by ptt. */
export const RECEIPTS: readonly ReceiptRow[] = [
  ["ptt 1", { query: "id=9&ptt=1&description=0" }, {
    ...SENT,
    detail: "ptt 1",
  }],
  ["ptt 2", { query: "id=9&ptt=2&description=8" }, {
    ...SENT,
    detail: "ptt 2",
  }],
  ["ptt 3", { query: "id=9&ptt=3&description=4" }, {
    ...SENT,
    detail: "ptt 3",
  }],
  ["ptt 4", { query: "id=9&ptt=4&description=1" }, DELIVERED],
  ["ptt 6", { query: "id=9&ptt=6&description=2" }, null],
  [
    "ptt 8",
    { query: "id=9&ptt=8&description=2" },
    { status: "expired", detail: "ptt 8" },
  ],
  ...pttRows("", 5),
  ...pttRows("temporary", 21, 24, 25, 26, 39),
  ...pttRows("permanent", 20, 23, 27, 28, 29, 33, 73, 74, 76, 202),
  [
    "an SMS that is not billed",
    { query: "id=9&ptt=23&description=16" },
    { status: "failed", detail: "ptt 23 not billed", neverSent: true },
  ],
  [
    "a ptt nobody knows, failed",
    { query: "id=9&ptt=999&description=2" },
    { status: "failed", detail: "ptt 999" },
  ],
  ["a ptt nobody knows", { query: "id=9&ptt=999&description=3" }, null],
  ["success without a ptt", { query: "id=9&description=1" }, DELIVERED],
  [
    "pending without a ptt",
    { query: "id=9&description=0" },
    { ...SENT, detail: "state 0" },
  ],
  ["no id", { query: "ptt=4&description=1" }, null],
];
