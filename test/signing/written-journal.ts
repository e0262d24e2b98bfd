import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { printName } from "../../dns/name.ts";
import type { Zone } from "../../dns/zone.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import { journalFiles } from "../../src/journal/journal-files.ts";
import { stepBetween } from "../../src/journal/step.ts";

/**
 * Writes the last of these versions of a zone into a folder, and beside it what leads there from those before, as the pipeline does:
 * each is as it is written, with its serial.
 */
export function writeReleases(folder: string, versions: readonly Zone[]): void {
  const last = versions.at(-1)!;
  const file = join(folder, `${printName(last.origin)}zone`);
  writeFileSync(file, `${last.records.map(printRecord).join("\n")}\n`);
  rmSync(file.replace(/zone$/, "journal"), { recursive: true, force: true });
  const steps = versions
    .slice(1)
    .map((version, index) => stepBetween(versions[index]!.records, version.records))
    .reverse();
  for (const { name, text } of journalFiles(last.origin, steps, { versions: 100, size: 10_000_000 })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text, "latin1");
  }
}
