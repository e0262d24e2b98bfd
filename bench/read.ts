import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchOptions } from "./options.ts";
import { alternateReaders } from "./read/alternate-readers.ts";
import { READ_KINDS, writeReadZone } from "./read/zones.ts";

const REPOSITORY = join(import.meta.dirname, "..");

/**
 * What a record takes of processor time to be read from zone files of several kinds, on one core. With `base`, a checkout of another
 * commit, its reader has turns with ours, in one process.
 */
export async function readBench({ base }: BenchOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-bench-"));
  try {
    console.log(
      `| zone | records | ${base === undefined ? "" : "base | "}ns for a record | records a second |${base === undefined ? "" : " ratio |"}`,
    );
    console.log(
      `| --- | ---: | ${base === undefined ? "" : "---: | "}---: | ---: |${base === undefined ? "" : " ---: |"}`,
    );
    for (const kind of READ_KINDS) {
      const file = await writeReadZone(kind, folder);
      const { records, times } = alternateReaders(
        file,
        base === undefined ? [REPOSITORY] : [base, REPOSITORY],
      );
      const ours = times.at(-1)!;
      const cells = [kind, records, ...times.map((time) => time.toFixed(0)), Math.round(1e9 / ours)];
      console.log(
        `| ${cells.join(" | ")} |${base === undefined ? "" : ` ${(times[0]! / ours).toFixed(2)} |`}`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
