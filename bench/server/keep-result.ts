import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { plotResult } from "./plot.ts";
import { printResult } from "./print-result.ts";
import type { ServerResult } from "./result.ts";

const RESULTS = join(import.meta.dirname, "../results");

/** Keeps a run: all its rounds as JSON, a plot, and the tables. */
export async function keepResult(result: ServerResult): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  const path = join(RESULTS, `${result.date.slice(0, 10)}-server`);
  const head = `# server, ${result.date.slice(0, 10)}\n\n\`npm run bench -- server --keep\`\n\n`;
  await writeFile(`${path}.json`, `${JSON.stringify(result, null, 1)}\n`);
  await writeFile(`${path}.svg`, plotResult(result));
  await writeFile(`${path}.md`, `${head}${printResult(result)}`);
  console.log(`Kept in ${path}.json, .svg and .md`);
}
