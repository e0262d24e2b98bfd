import { delimiter } from "node:path";
import { requireDnspython, requireTool } from "../tools.ts";
import { type Examinee, putSuite, SUITE_RUNS } from "./put-suite.ts";
import { requireSuites, suitesFolder } from "./suites.ts";

const USAGE = `Usage: npm run conformance

Puts the conformance suites to our server, NSD and Knot, and prints how many cases each passes. The suites are in
../shared/conformance, or where CONFORMANCE says.

Exit status: 0 ours passes every case, 1 it does not, 2 wrong usage, or the suites or a nameserver are missing.
`;

const EXAMINEES: readonly Examinee[] = ["ours", "nsd", "knot"];

// Debian keeps nameservers in folders that only root has on the PATH.
process.env.PATH = [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter);
process.exitCode = await main();

async function main(): Promise<number> {
  if (process.argv.length > 2) {
    process.stderr.write(USAGE);
    return 2;
  }
  const tools = [
    requireSuites(process.env),
    requireDnspython(),
    requireTool("nsd", "nsd"),
    requireTool("knotd", "knot"),
  ];
  if (tools.includes(false)) return 2;
  const folder = suitesFolder(process.env);
  const failures: string[] = [];
  process.stdout.write("| suite | over | ours | NSD | Knot |\n|--|--|--|--|--|\n");
  for (const run of SUITE_RUNS) {
    const cells: string[] = [run.suite, run.transport];
    // One after the other: they share the machine.
    for (const examinee of EXAMINEES) {
      const { passed, judged, output } = await putSuite(folder, run, examinee);
      cells.push(`${passed}/${judged}`);
      if (examinee === "ours" && passed < judged) failures.push(output);
    }
    process.stdout.write(`| ${cells.join(" | ")} |\n`);
  }
  for (const output of failures) process.stdout.write(`\n${output}`);
  return failures.length === 0 ? 0 : 1;
}
