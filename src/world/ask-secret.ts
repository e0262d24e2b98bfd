import { createInterface } from "node:readline";
import { Writable } from "node:stream";

/** Asks whoever sits at the terminal for a secret, which is not shown; undefined where nobody sits there. */
export async function askSecret(question: string): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  process.stderr.write(question); // now that the terminal shows nothing any more of what is typed
  try {
    for await (const line of lines) return line;
    return undefined;
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}
