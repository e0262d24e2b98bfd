import { createInterface } from "node:readline";

/**
 * Puts a question to whoever started the program, and gives the line that comes back; undefined where nobody is there. What
 * is asked stands beside the progress, so that a program may read the report.
 */
export async function askPerson(question: string): Promise<string | undefined> {
  process.stderr.write(question);
  const lines = createInterface({ input: process.stdin });
  try {
    for await (const line of lines) return line.trim();
    return undefined;
  } finally {
    lines.close();
  }
}
