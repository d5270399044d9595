import { assertEquals, assertThrows } from "@std/assert";
import {
  headOf,
  NUMBER_MARK,
  numberOf,
  type Question,
  Template,
} from "../../bench/wire.ts";

const POST: Question = {
  method: "POST",
  path: "/messages",
  body: `{"text":"Séance à 18 h","recipients":["+336${NUMBER_MARK}"]}`,
  keys: ["first", "other"],
};

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

Deno.test("Template.next() gives each call numbers and a key of its own", () => {
  const template = new Template(POST);

  const first = text(template.next(0, 0));
  const second = text(template.next(1, 1));
  const third = text(template.next(2, 2));

  assertEquals(
    first,
    [
      "POST /messages HTTP/1.1",
      "host: localhost",
      "authorization: Bearer first",
      "content-type: application/json",
      "content-length: 56",
      "",
      '{"text":"Séance à 18 h","recipients":["+33610000000"]}',
    ].join("\r\n"),
  );
  assertEquals(
    second,
    first.replace("first", "other").replace("10000000", "10000001"),
  );
  assertEquals(third, first.replace("10000000", "10000002"));
});

Deno.test("Template.next() fills in every number of a request", () => {
  const recipients = Array(3).fill(NUMBER_MARK);
  const template = new Template({ ...POST, body: recipients.join(" ") });

  const request = text(template.next(98, 0));

  assertEquals(template.numbers, 3);
  assertEquals(request.split("\r\n\r\n")[1], "10000098 10000099 10000100");
});

Deno.test("Template.next() asks without body and key where there are none", () => {
  const template = new Template({
    method: "GET",
    path: `/send?to=${NUMBER_MARK}`,
    body: null,
    keys: [],
  });

  assertEquals(
    text(template.next(5, 0)),
    "GET /send?to=10000005 HTTP/1.1\r\nhost: localhost\r\n\r\n",
  );
});

Deno.test("new Template() refuses keys of different lengths", () => {
  assertThrows(
    () => new Template({ ...POST, keys: ["a", "ab"] }),
    Error,
    "differ in length",
  );
});

Deno.test("numberOf() gives the number a template writes", () => {
  const template = new Template({ ...POST, body: `+336${NUMBER_MARK}` });
  for (const count of [0, 7, 1_234_567, 19_999_999, 20_000_003]) {
    const body = text(template.next(count, 0)).split("\r\n\r\n")[1];
    assertEquals(numberOf(count), body);
  }
});

Deno.test("headOf() tells an answer's status and where it ends", () => {
  const table: [answer: string, head: ReturnType<typeof headOf>][] = [
    [
      "HTTP/1.1 202 Accepted\r\ncontent-length: 2\r\ndate: x\r\n\r\n{}",
      { status: 202, bytes: 55 },
    ],
    [
      "HTTP/1.1 402 Payment\r\nX: y\r\nContent-Length:12\r\n\r\n",
      { status: 402, bytes: 49 + 12 },
    ],
    ["HTTP/1.1 204 No Content\r\n\r\n", { status: 204, bytes: 27 }],
    ["HTTP/1.1 202 Accepted\r\ncontent-length: 2\r\n", null],
    ["", null],
  ];
  for (const [answer, head] of table) {
    assertEquals(headOf(bytes(answer)), head, answer);
  }
});

Deno.test("headOf() refuses an answer that does not tell its length", () => {
  const chunked = bytes(
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n",
  );
  assertThrows(() => headOf(chunked), Error, "without content-length");
});
