import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { parseArgs } from "node:util";
import { BUNDLES, copyCompanions, writeBundle } from "../../scripts/bundle.ts";
import { requireTool } from "../tools.ts";
import { complaintsOf, leakRule } from "./complaints.ts";
import { plot } from "./plot.ts";
import { printResult } from "./print-result.ts";
import { soak } from "./soak.ts";

const USAGE = `Usage: npm run soak -- [--minutes N] [--rate N] [--seed N] [--into FOLDER]

Puts the built server under mixed load over UDP and TCP, IPv4 and IPv6, with reloads of changed zones every ten seconds, NSD as
its secondary, and garbage, and looks at memory, losses and latency every second.

  --minutes N     how long (default 30; a part of a minute may be given)
  --rate N        questions a second over UDP (default 1000)
  --seed N        where the random choices begin (default 1)
  --into FOLDER   where soak.svg, the plot, and soak.json, every second, are written (default build/soak)

Exit status: 0 all is well; 1 memory leaks, something was lost or wrong, the secondary did not follow, or a thread ended; 2 wrong
usage, or a program is missing.
`;
const RELOAD_EVERY = 10;

// Debian keeps nameservers in folders that only root has on the PATH.
process.env.PATH = [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter);
process.exitCode = await main();

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === undefined) {
    process.stderr.write(USAGE);
    return 2;
  }
  const tools = [requireTool("nsd", "nsd"), requireTool("dnssec-signzone", "bind9-utils")];
  if (!tools.every((isThere) => isThere)) return 2;
  const { seconds, rate, seed, into } = options;
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-soak-"));
  try {
    const bundle = BUNDLES.find(({ file }) => file === "server.js")!; // it is one of ours
    await writeBundle(bundle, folder);
    copyCompanions(folder);
    const result = await soak({
      ...{ main: join(folder, "server.js"), seconds, seed, udpRate: rate, reloadEvery: RELOAD_EVERY },
      withSecondary: true,
      onSample: ({ at, lost, wrong, resident }) => {
        if (Math.round(at) % 60 === 0) {
          process.stderr.write(
            `${Math.round(at / 60)} min: lost ${lost}, wrong ${wrong}, ${(resident / 1e6).toFixed(0)} MB\n`,
          );
        }
      },
    });
    const rule = leakRule(seconds);
    const text = printResult(result, rule);
    const complaints = complaintsOf(result, rule);
    mkdirSync(into, { recursive: true });
    writeFileSync(join(into, "soak.svg"), plot(result, text.split("\n").slice(0, 2).join("; ")));
    writeFileSync(join(into, "soak.json"), `${JSON.stringify({ ...result, complaints })}\n`);
    process.stdout.write(`${text}${complaints.map((what) => `FAILED: ${what}\n`).join("")}`);
    return complaints.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readOptions(
  words: readonly string[],
): { seconds: number; rate: number; seed: number; into: string } | undefined {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        minutes: { type: "string", default: "30" },
        rate: { type: "string", default: "1000" },
        seed: { type: "string", default: "1" },
        into: { type: "string", default: join("build", "soak") },
      },
    });
    return {
      seconds: Math.round(positive(values.minutes) * 60),
      rate: positive(values.rate),
      seed: positive(values.seed),
      into: values.into,
    };
  } catch {
    return undefined;
  }
}

function positive(text: string): number {
  if (!/^[0-9]{1,6}(\.[0-9]{1,3})?$/.test(text) || Number(text) === 0) {
    throw new RangeError(`${JSON.stringify(text)} is no number above 0`);
  }
  return Number(text);
}
