import { parseArgs } from "node:util";
import { showHidden, showLines } from "../dns/show-hidden.ts";
import { findClone } from "../src/world/clone.ts";
import { realWorld } from "../src/world/real.ts";
import { replay } from "./replay/replay.ts";
import { findingToJson, summaryToJson } from "./replay/replay-json.ts";
import { HEAD, printFinding, printSummary } from "./replay/replay-table.ts";
import { exitCodeOf, summarise } from "./replay/summary.ts";

const USAGE = `Usage: npm run replay -- REPOSITORY [--zones FOLDER] [--commits N] [--full] [--json]

Goes through the history of a repository with zones as octoDNS writes them: plans and proves each commit that touched them
again, and says what it found and how long that took. Nothing of the repository is run, and nobody is asked.

  --zones FOLDER  the folder of zones in it (zones)
  --commits N     so many of the newest
  --full          ask every kind of question, also those that no change can reach
  --json          print it as JSON
Exit codes: 0 replayed, 1 an answer changed without a cause or is not what the model says, 2 a commit could not be replayed
though its zones were read, or none could.`;

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      zones: { type: "string", default: "zones" },
      commits: { type: "string" },
      full: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [repository, ...others] = positionals;
  const most = values.commits === undefined ? undefined : Number(values.commits);
  if (values.help) console.log(USAGE);
  else if (repository === undefined || others.length > 0)
    throw new Error(`Expected one repository\n${USAGE}`);
  else if (most !== undefined && !(Number.isSafeInteger(most) && most > 0))
    throw new Error(`--commits is ${values.commits}; expected a number from 1`);
  else await run(repository, { folder: values.zones, most, isFull: values.full }, values.json);
} catch (error) {
  console.error(`replay: ${showLines(error instanceof Error ? error.message : String(error))}`);
  process.exitCode = 2;
}

async function run(
  repository: string,
  options: { readonly folder: string; readonly most: number | undefined; readonly isFull: boolean },
  json: boolean,
): Promise<void> {
  const findings = [];
  if (!json) console.log(HEAD);
  for await (const finding of replay(findClone(repository), options, realWorld(true))) {
    if (!json) console.log(showLines(printFinding(finding)));
    findings.push(finding);
  }
  const summary = summarise(findings);
  if (!json) console.log(showLines(printSummary(summary)));
  else {
    const commits = findings.map(findingToJson);
    const zones = showHidden(options.folder);
    console.log(JSON.stringify({ zones, commits, summary: summaryToJson(summary) }, undefined, 2));
  }
  process.exitCode = exitCodeOf(summary);
}
