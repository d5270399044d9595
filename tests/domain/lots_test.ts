import { assertEquals } from "@std/assert";
import {
  expiredPieces,
  heldIn,
  leftIn,
  lotsAfter,
  piecesOf,
} from "../../lib/domain/lots.ts";
import type { Lot } from "../../lib/schema/credit.ts";

const A: Lot = { source: "a", untilMs: 100, left: 10, held: 0 };
const B: Lot = { source: "b", untilMs: 200, left: 20, held: 0 };
const brief = (lots: readonly Lot[]) =>
  lots.map(({ source, left, held }) => `${source}:${left}/${held}`).join(" ");

Deno.test("lotsAfter() takes reservations from what ends first", () => {
  const some = lotsAfter({ lots: [A, B], reserved: 0 }, {
    kind: "reserve",
    amount: 15,
  });
  assertEquals(brief(some), "a:0/10 b:15/5");
  const all = lotsAfter({ lots: some, reserved: 15 }, {
    kind: "reserve",
    amount: 100,
  });
  assertEquals(brief(all), "a:0/10 b:0/20");
});

Deno.test("lotsAfter() settles what ends first, and forgets an empty lot", () => {
  const held = [{ ...A, left: 0, held: 10 }, { ...B, left: 15, held: 5 }];
  const after = lotsAfter({ lots: held, reserved: 40 }, {
    kind: "settle",
    amount: 12,
  });
  assertEquals(brief(after), "b:15/3");
});

Deno.test("lotsAfter() releases what has no end first, then what ends last", () => {
  const held = [{ ...A, left: 0, held: 10 }, { ...B, left: 15, held: 5 }];
  const release = (amount: number) =>
    brief(lotsAfter({ lots: held, reserved: 40 }, { kind: "release", amount }));
  assertEquals(release(25), "a:0/10 b:15/5");
  assertEquals(release(28), "a:0/10 b:18/2");
  assertEquals(release(40), "a:10/0 b:20/0");
});

Deno.test("lotsAfter() gives pieces to their lots, in the order of their ends", () => {
  const after = lotsAfter({ lots: [B], reserved: 0 }, {
    kind: "allocate",
    amount: 9,
    lots: [
      { source: "a", untilMs: 100, amount: 4 },
      { source: "b", untilMs: 200, amount: 5 },
    ],
  });
  assertEquals(brief(after), "a:4/0 b:25/0");
});

Deno.test("piecesOf() is what a movement takes, and lotsAfter() takes it", () => {
  const lots = [A, B];
  const pieces = piecesOf(lots, 25);
  assertEquals(pieces.map(({ source, amount }) => [source, amount]), [
    ["a", 10],
    ["b", 15],
  ]);
  assertEquals(piecesOf(lots, 100).length, 2);
  const after = lotsAfter({ lots, reserved: 0 }, {
    kind: "allocate",
    amount: -25,
    lots: pieces,
  });
  assertEquals(brief(after), "b:5/0");
  assertEquals([leftIn(after), heldIn(after)], [5, 0]);
});

Deno.test("expiredPieces() is what is left past its end", () => {
  assertEquals(expiredPieces([A, B], 99), []);
  assertEquals(expiredPieces([{ ...A, left: 0, held: 5 }, B], 100), []);
  assertEquals(expiredPieces([A, B], 100), [
    { source: "a", untilMs: 100, amount: 10 },
  ]);
});
