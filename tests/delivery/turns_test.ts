import { assertEquals } from "@std/assert";
import { Turns } from "../../lib/delivery/turns.ts";

function taken(turns: Turns<string>): string {
  const all: string[] = [];
  for (let item; (item = turns.next()) !== undefined;) all.push(item);
  return all.join(" ");
}

function waiting(names: string): Turns<string> {
  const turns = new Turns<string>();
  for (const name of names.split(" ")) {
    turns.add(name, { tenant: name[0]!, urgent: name.endsWith("!") });
  }
  return turns;
}

Deno.test("Turns gives each tenant its turn, first come first served among its own", () => {
  const turns = waiting("a1 a2 a3 a4 b1 b2 c1");
  assertEquals(turns.size, 7);
  assertEquals(taken(turns), "a1 b1 c1 a2 b2 a3 a4");
  assertEquals(turns.size, 0);
});

Deno.test("Turns lets one who comes later wait for one of each other tenant at the most", () => {
  const turns = waiting("a1 a2 a3 b1 b2");
  assertEquals([turns.next(), turns.next(), turns.next()], ["a1", "b1", "a2"]);
  turns.add("c1", { tenant: "c", urgent: false });
  assertEquals(taken(turns), "b2 a3 c1");
});

Deno.test("Turns puts urgent work ahead, and does not shut out the rest", () => {
  const turns = waiting("a1 a2 a3 b1! b2! b3! b4! b5! b6!");
  assertEquals(taken(turns), "b1! b2! b3! b4! a1 b5! b6! a2 a3");
});

Deno.test("Turns.clear() gives back everyone who waits", () => {
  const turns = waiting("a1 a2 b1!");
  turns.next();
  assertEquals(turns.clear(), ["a1", "a2"]);
  assertEquals([turns.size, turns.next()], [0, undefined]);
});

Deno.test("Turns serves a hundred thousand in no time", () => {
  const turns = new Turns<number>();
  for (let i = 0; i < 100_000; i++) {
    turns.add(i, { tenant: `t${i % 7}`, urgent: false });
  }
  let sum = 0;
  for (let i = 0; i < 100_000; i++) sum += turns.next()!;
  assertEquals(sum, 4_999_950_000);
});
