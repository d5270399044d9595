/** What the scripts exit with when their HTTP libraries are not installed. */
const SKIPPED = 77;

/** Runs a script of this folder with settings as `name=value`. */
export async function runPhp(
  script: string,
  settings: Record<string, string>,
): Promise<{ code: number; output: string }> {
  const path = new URL(script, import.meta.url).pathname;
  const args = Object.entries(settings).map(([name, value]) =>
    `${name}=${value}`
  );
  const { code, stdout, stderr } = await new Deno.Command("php", {
    args: [
      "-d",
      "display_errors=stderr",
      "-d",
      "error_reporting=-1",
      path,
      ...args,
    ],
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  return { code, output: decoder.decode(stdout) + decoder.decode(stderr) };
}

/** Whether PHP, or an HTTP library for it, is not installed here. */
export function isPhpMissing(): boolean {
  const path = new URL("autoload.php", import.meta.url).pathname;
  try {
    const { code } = new Deno.Command("php", { args: [path] }).outputSync();
    return code === SKIPPED;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}
