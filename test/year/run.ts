import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import { requireTool } from "../tools.ts";
import { complaintsOf } from "./complaints.ts";
import { plotYear } from "./plot-year.ts";
import { printYear } from "./print-year.ts";
import { runYear } from "./year.ts";

const USAGE = `Usage: npm run year -- [--seed N] [--short] [--hours N] [--into FOLDER]

Lives a year of a zone that is signed, rolled in all ways, and signed no more, on a root of its own: each hour and every mixture that
caches may hold by a model, Unbound and delv at each event, a TTL before and after it, and at random hours.

  --seed N        where the random choices begin (default 1)
  --short         all steps a day after one another, and fewer looks, as in the suite
  --hours N       random hours (default 200, in short 4)
  --into FOLDER   where DATE-year.md, the table, and DATE-year.svg, the plot, are written (default bench/results)

Exit status: 0 nothing is ever bogus and all judge alike, 1 something is not so, 2 wrong usage, or a program is missing.
`;

// Debian keeps nameservers in folders that only root has on the PATH.
process.env.PATH = [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter);
process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const tools = [
    requireTool("unbound", "unbound"),
    requireTool("delv", "bind9-dnsutils"),
    requireTool("ldns-verify-zone", "ldnsutils"),
    requireTool("dnssec-verify", "bind9-utils"),
    requireTool("kzonecheck", "knot-dnssecutils"),
    requireTool("cc", "gcc"),
  ];
  if (!tools.every((isThere) => isThere)) return 2;
  const { into, ...plan } = options;
  const result = await runYear({ ...plan, onProgress: (line) => process.stderr.write(`${line}\n`) });
  const complaints = complaintsOf(result);
  const table = printYear(result);
  mkdirSync(into, { recursive: true });
  const file = join(into, `${new Date().toISOString().slice(0, 10)}-year`);
  writeFileSync(`${file}.md`, table);
  writeFileSync(`${file}.svg`, plotYear(result));
  process.stdout.write(`${table}${complaints.map((what) => `FAILED: ${what}\n`).join("")}`);
  return complaints.length === 0 ? 0 : 1;
}

function readOptions(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        seed: { type: "string", default: "1" },
        short: { type: "boolean", default: false },
        hours: { type: "string" },
        into: { type: "string", default: join("bench", "results") },
      },
    });
    const { short: isShort, into } = values;
    return {
      seed: whole(values.seed),
      isShort,
      randomHours: whole(values.hours ?? (isShort ? "4" : "200")),
      into,
    };
  } catch {
    return undefined;
  }
}

function whole(text: string): number {
  if (!/^[0-9]{1,9}$/.test(text)) throw new RangeError(`${JSON.stringify(text)} is no whole number`);
  return Number(text);
}
