import { assertEquals } from "@std/assert";
import { csvLine, csvStream } from "../../lib/http/csv.ts";

Deno.test("csvLine() quotes every cell", () => {
  assertEquals(
    csvLine(["a;b", 'dit "oui"', "deux\nlignes", 3, true, null]),
    '"a;b";"dit ""oui""";"deux\nlignes";"3";"true";""\r\n',
  );
});

Deno.test("csvLine() lets nothing run as a formula", async (t) => {
  for (
    const start of ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"]
  ) {
    await t.step(JSON.stringify(start), () => {
      assertEquals(csvLine([`${start}1`]), `"'${start}1"\r\n`);
    });
  }
  await t.step("but numbers stay numbers", () => {
    assertEquals(csvLine([-4]), '"-4"\r\n');
  });
});

Deno.test("csvStream() begins with the mark and the head", async () => {
  async function* rows() {
    for (let i = 0; i < 3_000; i++) yield [`ligne ${i}`, i];
  }
  const bytes = await new Response(csvStream(["Nom", "N"], rows())).bytes();

  assertEquals([...bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  const lines = new TextDecoder().decode(bytes).split("\r\n");
  assertEquals(lines[0], '"Nom";"N"');
  assertEquals(lines.length, 3_002);
  assertEquals(lines[3_000], '"ligne 2999";"2999"');
});
