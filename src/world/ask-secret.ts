import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/** Asks whoever sits at the terminal for a secret, which is not shown; undefined where nobody sits there. */
export async function askSecret(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  process.stderr.write(question);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    for await (const line of lines) return line;
    return undefined;
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}
