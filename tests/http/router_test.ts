import { assertEquals } from "@std/assert";
import { PlainPathRouter } from "../../lib/http/router.ts";

function routed(...routes: [method: string, path: string][]) {
  const router = new PlainPathRouter<string>();
  for (const [method, path] of routes) {
    router.add(method, path, `${method} ${path}`);
  }
  return (method: string, path: string) =>
    router.match(method, path)[0].map(([handler]) => handler);
}

Deno.test("match() finds paths with and without parameters", () => {
  const found = routed(
    ["POST", "/messages"],
    ["GET", "/messages/:id"],
    ["GET", "/messages/dead-letters/:id"],
  );
  assertEquals(found("POST", "/messages"), ["POST /messages"]);
  assertEquals(found("GET", "/messages/7"), ["GET /messages/:id"]);
  assertEquals(found("GET", "/messages"), []);
  assertEquals(found("POST", "/messages/7"), []);
});

Deno.test("match() prefers a path without parameters, whatever came first", () => {
  const found = routed(
    ["GET", "/messages/:id"],
    ["GET", "/messages/preview"],
    ["GET", "/messages/preview"],
  );
  assertEquals(found("GET", "/messages/preview"), ["GET /messages/preview"]);
});

Deno.test("match() leaves no middleware out", () => {
  const found = routed(
    ["ALL", "*"],
    ["GET", "/messages"],
  );
  assertEquals(found("GET", "/messages"), ["ALL *", "GET /messages"]);
});
