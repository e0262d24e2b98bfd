import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Name, parseName } from "../../dns/name.ts";
import type { readZoneFile } from "../../dns/zone-file/read.ts";
import { quantile } from "../quantile.ts";
import { READ_ORIGIN } from "./zones.ts";

/** Reads a zone file in turns: `node turns.ts FILE REPOSITORY…`, see `alternateReaders`. */
const [file, ...repositories] = process.argv.slice(2) as [string, ...string[]];
const TURNS = 11;

const bytes = readFileSync(file);
const origin = parseName(READ_ORIGIN) as Name; // it is ours
const load = createRequire(import.meta.url);
const readers = repositories.map((repository) => {
  const reader = load(join(repository, "dns/zone-file/read.ts")) as { readZoneFile: typeof readZoneFile }; // as in all commits
  return reader.readZoneFile;
});
const turns: number[][] = readers.map(() => []);
let records = 0;
for (let turn = 0; turn < TURNS; turn++) {
  for (const [index, read] of readers.entries()) {
    records = 0;
    const before = process.cpuUsage();
    const problems = read({ file, bytes, origin }, () => {
      records += 1;
    });
    const { user, system } = process.cpuUsage(before);
    if (problems.length > 0) throw new Error(`Cannot measure: ${problems[0]!.message}`);
    turns[index]!.push((1000 * (user + system)) / records);
  }
}
console.log(JSON.stringify({ records, times: turns.map((times) => quantile(times, 0.5)) }));
