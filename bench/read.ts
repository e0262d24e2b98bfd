import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alternateReaders } from "./read/alternate-readers.ts";
import { READ_KINDS, writeReadZone } from "./read/zones.ts";

const REPOSITORY = join(import.meta.dirname, "..");

/**
 * What a record takes of processor time to be read from zone files of several kinds, on one core. With `--base DIR`, the repository of
 * another commit, its reader has turns with ours, in one process.
 */
export async function readBench(words: readonly string[]): Promise<number> {
  const [option, base] = words;
  if (words.length !== 0 && (option !== "--base" || base === undefined || words.length > 2)) {
    console.error(
      "Usage: npm run bench -- read [--base DIR], where DIR has another commit of this repository.",
    );
    return 2;
  }
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
  return 0;
}
