import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { recordsOf } from "./read-text.ts";

/** A zone as `named-compilezone` (BIND) reads it: our lines of the records that it prints. */
export function compileZone(origin: string, text: string | Uint8Array): readonly string[] {
  return recordsOf(printedBy("named-compilezone", [...NO_CHECKS, "-f", "text", "-o", "-", origin], text));
}

/** A zone as `ldns-read-zone` reads it. */
export function readZoneWithLdns(text: string | Uint8Array): readonly string[] {
  return recordsOf(printedBy("ldns-read-zone", [], text));
}

// The checks of named-compilezone that look at more than syntax, and one that changes what it prints.
const NO_CHECKS = [
  "-i",
  "none",
  "-k",
  "ignore",
  "-n",
  "ignore",
  "-r",
  "ignore",
  "-m",
  "ignore",
  "-T",
  "ignore",
  "-s",
  "full",
];

function printedBy(program: string, options: readonly string[], text: string | Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-peer-"));
  try {
    const file = join(folder, "zone");
    writeFileSync(file, text);
    const { status, stdout, stderr } = spawnSync(program, [...options, file], {
      encoding: "latin1",
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` },
    });
    if (status !== 0) throw new Error(`${program} refuses the file: ${stderr}${stdout}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
