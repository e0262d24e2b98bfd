import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { builtBundles } from "../../built-bundles.ts";
import type { Payload } from "../../fakes/github/payloads.ts";
import { expectValidReport } from "../../valid-report.ts";

/** How the runner starts the Action. */
export interface Step {
  readonly inputs: { readonly [name: string]: string };
  readonly event: string;
  readonly payload: Payload;
  /** The working folder: the checked-out repository, or an empty one. */
  readonly workspace: string;
  readonly apiUrl: string;
  readonly runId: number;
  /** The program that runs the bundle; this Node unless given. */
  readonly node?: string;
  /** More of the environment: the branch, who started it, where programs are. */
  readonly env?: { readonly [name: string]: string };
}

/** What a step left behind. */
export interface Ended {
  readonly exitCode: number | null;
  readonly log: string;
  readonly outputs: { readonly [name: string]: string };
  readonly summary: string;
  /** Workflow commands in the log that the runner would carry out. */
  readonly commands: readonly string[];
}

/** Runs the built bundle as GitHub's runner does, with an environment of its own, to its end. */
export async function runAction({
  inputs,
  event,
  payload,
  workspace,
  apiUrl,
  runId,
  node = process.execPath,
  env: more = {},
}: Step): Promise<Ended> {
  const bundles = await builtBundles();
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-runner-"));
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  mkdirSync(join(folder, "temp"));
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_API_URL: apiUrl,
    GITHUB_EVENT_NAME: event,
    GITHUB_EVENT_PATH: file("event.json", JSON.stringify(payload)),
    GITHUB_OUTPUT: file("output", ""),
    GITHUB_REPOSITORY: "example-org/dns",
    GITHUB_RUN_ATTEMPT: "1",
    GITHUB_RUN_ID: String(runId),
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_STATE: file("state", ""),
    GITHUB_STEP_SUMMARY: file("summary.md", ""),
    GITHUB_WORKSPACE: workspace,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, // a runner has none: it only saves time here
    RUNNER_TEMP: join(folder, "temp"),
    ...Object.fromEntries(
      Object.entries(inputs).map(([name, value]) => [
        `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`,
        value,
      ]),
    ),
    ...more,
  };
  const child = spawn(node, [join(bundles, "action.js")], {
    cwd: workspace,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      log += text;
    });
  }
  const [exitCode] = (await once(child, "close")) as [number | null];
  const outputs = readOutputs(readFileSync(env.GITHUB_OUTPUT, "utf8"));
  const report = outputs["report-json"];
  if (report) expectValidReport(readFileSync(resolve(workspace, report), "utf8"));
  return {
    exitCode,
    log,
    outputs,
    summary: readFileSync(env.GITHUB_STEP_SUMMARY, "utf8"),
    commands: commandsIn(log),
  };
}

/** Outputs as the runner reads them: `name<<delimiter`, lines, `delimiter`. */
function readOutputs(text: string): { [name: string]: string } {
  const outputs: { [name: string]: string } = {};
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; ) {
    const [, name, delimiter] = /^(.+?)<<(.+)$/.exec(lines[at]!) ?? [];
    if (name === undefined) {
      at += 1;
      continue;
    }
    const end = lines.indexOf(delimiter!, at);
    outputs[name] = lines.slice(at + 1, end).join("\n");
    at = end + 1;
  }
  return outputs;
}

/** The lines that the runner takes for commands; none between `stop-commands` and its token. */
function commandsIn(log: string): string[] {
  const commands: string[] = [];
  let stopped: string | undefined;
  for (const line of log.split("\n")) {
    const trimmed = line.trimStart();
    if (stopped !== undefined) {
      if (trimmed === `::${stopped}::`) stopped = undefined;
      continue;
    }
    stopped = /^::stop-commands::(.+)$/.exec(trimmed)?.[1];
    if (stopped === undefined && /^(::|##\[)/.test(trimmed)) commands.push(trimmed);
  }
  return commands;
}
