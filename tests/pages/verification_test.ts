/**
 * The code we hand out to verify webhooks, run in its own language wherever
 * that is installed.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { webhookSignature } from "../../lib/domain/webhook_secret.ts";
import { VERIFICATION } from "../../routes/pages/samples/verification.ts";

const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
const BODY = '{"type":"message.delivered","data":{"reference":"séance"}}';

interface Attempt {
  readonly name: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly expected: boolean;
}

function attempts(nowMs: number): Attempt[] {
  const id = "evt_message_delivered_msg_1";
  const signed = (seconds: number, secrets: string[]) => ({
    "webhook-id": id,
    "webhook-timestamp": String(seconds),
    "webhook-signature": webhookSignature(secrets, { id, seconds, body: BODY }),
  });
  const now = Math.floor(nowMs / 1_000);
  const good = signed(now, [SECRET]);
  return [
    { name: "good", headers: good, body: BODY, expected: true },
    {
      name: "while the secret is replaced",
      headers: signed(now, [OTHER, SECRET]),
      body: BODY,
      expected: true,
    },
    {
      name: "another secret",
      headers: signed(now, [OTHER]),
      body: BODY,
      expected: false,
    },
    { name: "another body", headers: good, body: `${BODY} `, expected: false },
    {
      name: "another id",
      headers: { ...good, "webhook-id": "evt_2" },
      body: BODY,
      expected: false,
    },
    {
      name: "too old",
      headers: signed(now - 400, [SECRET]),
      body: BODY,
      expected: false,
    },
    { name: "unsigned", headers: {}, body: BODY, expected: false },
  ];
}

/** How each language runs its sample with headers and body from a file. */
const RUNNERS: Record<string, (code: string) => [string, string, string]> = {
  php: (code) => [
    "php",
    "run.php",
    `${code}
$in = json_decode(file_get_contents($argv[1]), true);
echo verifyWebhook($in['headers'], $in['body'], $in['secret']) ? 'yes' : 'no';
`,
  ],
  python: (code) => [
    "python3",
    "run.py",
    `${code}

import json, sys
given = json.load(open(sys.argv[1], encoding="utf-8"))
ok = verify_webhook(given["headers"], given["body"].encode(), given["secret"])
print("yes" if ok else "no", end="")
`,
  ],
  javascript: (code) => [
    "node",
    "run.mjs",
    `${code}
import { readFileSync } from "node:fs";
const given = JSON.parse(readFileSync(process.argv[2], "utf8"));
process.stdout.write(
  verifyWebhook(given.headers, given.body, given.secret) ? "yes" : "no",
);
`,
  ],
  java: (code) => [
    "java",
    "Run.java",
    code.replace(
      "final class Webhook {",
      `class Run {
    public static void main(String[] args) throws Exception {
        var lines = java.nio.file.Files.readAllLines(java.nio.file.Path.of(args[0] + ".txt"));
        var headers = new java.util.HashMap<String, String>();
        for (int i = 2; i + 1 < lines.size(); i += 2) headers.put(lines.get(i), lines.get(i + 1));
        var body = lines.get(1).getBytes(StandardCharsets.UTF_8);
        System.out.print(Webhook.verify(headers, body, lines.get(0)) ? "yes" : "no");
    }
}

final class Webhook {`,
    ),
  ],
};

/** What comes before the input; Java is compiled once. */
async function runArguments(
  program: string,
  folder: string,
  file: string,
): Promise<string[]> {
  if (program !== "java") return [`${folder}/${file}`];
  const args = ["-d", folder, `${folder}/${file}`];
  await new Deno.Command("javac", { args }).output();
  return ["-cp", folder, "Run"];
}

async function isInstalled(program: string): Promise<boolean> {
  try {
    const flag = program === "java" ? "-version" : "--version";
    const { success } = await new Deno.Command(program, {
      args: [flag],
      stdout: "null",
      stderr: "null",
    }).output();
    return success;
  } catch {
    return false;
  }
}

for (const { id, name, code } of VERIFICATION) {
  const [program, file, source] = RUNNERS[id]!(code);
  const ignore = !await isInstalled(program);
  Deno.test({
    name: `the ${name} of the documentation verifies a webhook`,
    ignore,
    fn: async () => {
      const folder = await Deno.makeTempDir();
      try {
        await Deno.writeTextFile(`${folder}/${file}`, source);
        const run = await runArguments(program, folder, file);
        for (const { name, headers, body, expected } of attempts(Date.now())) {
          const given = `${folder}/given`;
          const json = JSON.stringify({ headers, body, secret: SECRET });
          await Deno.writeTextFile(given, json);
          const lines = [SECRET, body, ...Object.entries(headers).flat()];
          await Deno.writeTextFile(`${given}.txt`, lines.join("\n"));
          const { stdout, stderr } = await new Deno.Command(program, {
            args: [...run, given],
          }).output();
          const decoder = new TextDecoder();
          const said = decoder.decode(stdout);
          assertEquals(
            said,
            expected ? "yes" : "no",
            `${name}: ${decoder.decode(stderr)}`,
          );
        }
      } finally {
        await Deno.remove(folder, { recursive: true });
      }
    },
  });
}
