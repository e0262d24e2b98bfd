import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeHistory } from "./history.ts";
import { importHistory } from "./import-history.ts";
import { bundleReplay, type ReplayedCommit, type ReplayJson, runReplay } from "./replay-program.ts";

// The long form: a generated history replayed twice, by what changes reach and by all questions. Both must find the same.
// node test/replay/run.ts --seed N --commits N
const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, commits: { type: "string", default: "500" } },
});
const folder = mkdtempSync(join(tmpdir(), "zonepipe-replay-"));
const repository = importHistory(makeHistory({ seed: Number(values.seed), commits: Number(values.commits) }));
const program = await bundleReplay(folder);
const table = await runReplay(program, repository);
console.log(table.stdout + table.stderr);
const [reached, all] = await Promise.all(
  [[], ["--full"]].map(async (more) => {
    const { stdout } = await runReplay(program, repository, "--json", ...more);
    return JSON.parse(stdout) as ReplayJson; // what our own program prints
  }),
);
const differing = reached!.commits.filter((one, at) => countsOf(one) !== countsOf(all!.commits[at]!));
for (const { commit } of differing) console.log(`By reach another result than in full: ${commit}`);
rmSync(folder, { recursive: true });
if (table.code === 0 && differing.length === 0) rmSync(repository, { recursive: true });
else console.log(`The repository is kept: ${repository}`);
process.exitCode = differing.length > 0 ? 1 : (table.code ?? 1);

function countsOf({ outcome, questions, changed, asWritten, consequences }: ReplayedCommit): string {
  const causes = Object.entries(consequences ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify({ outcome, questions, changed, asWritten, causes });
}
