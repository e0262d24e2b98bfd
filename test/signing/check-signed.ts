import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Zone } from "../../dns/zone.ts";
import { printPlainName, printZone } from "../differential/print-zone.ts";
import { requireTool } from "../tools.ts";

/** A program that judges a signed zone. */
export type Checker = keyof typeof CHECKERS;

/** What a program has to say against a zone with its signatures: empty where it accepts it. */
export async function checkSigned(checker: Checker, zone: Zone): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-signed-"));
  try {
    const file = join(folder, "zone");
    await writeFile(file, printZone(zone));
    const { program, options } = CHECKERS[checker];
    return await run(program, [...options(printPlainName(zone.origin)), file]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The checkers that are installed. */
export function installedCheckers(): Checker[] {
  return (Object.keys(CHECKERS) as Checker[]) // its own keys
    .filter((checker) => requireTool(CHECKERS[checker].program, CHECKERS[checker].debianPackage));
}

const CHECKERS = {
  "ldns-verify-zone": {
    program: "ldns-verify-zone",
    debianPackage: "ldnsutils",
    options: (_origin: string): string[] => ["-V", "2", "-ZZ"],
  },
  "dnssec-verify": {
    program: "dnssec-verify",
    debianPackage: "bind9-utils",
    // -x: keys may be signed by those with the SEP flag alone; -z: those may sign everything.
    options: (origin: string): string[] => ["-q", "-x", "-z", "-o", origin],
  },
  kzonecheck: {
    program: "kzonecheck",
    debianPackage: "knot-dnsutils",
    options: (origin: string): string[] => ["-d", "on", "-o", origin],
  },
} as const;

const LONGEST = 60_000; // ms

function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: LONGEST, killSignal: "SIGKILL" }, (error, stdout, stderr) => {
      resolve(error === null ? "" : `${program}: ${error.message}\n${stdout}${stderr}`);
    });
  });
}
