import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "../../scripts/free-port.ts";
import { DEBIAN_PYTHON } from "../tools.ts";
import { ROOT } from "./suites.ts";

/** Who is asked: this server, or one of Debian's, which the script starts by itself. */
export type Examinee = "ours" | "nsd" | "knot";

/** One way to put a suite: a script of the suites and the words for it. */
export interface SuiteRun {
  readonly suite: string;
  readonly transport: "UDP" | "TCP" | "UDP and TCP";
}

/** Every suite that is put to a server, over UDP and over TCP. */
export const SUITE_RUNS: readonly SuiteRun[] = [
  ...["ferret", "ferret-loops", "coredns-file"].flatMap((suite) =>
    (["UDP", "TCP"] as const).map((transport) => ({ suite, transport })),
  ),
  { suite: "probes", transport: "UDP and TCP" }, // each probe has a transport of its own
];

/** How a suite came out. */
export interface Score {
  readonly passed: number;
  /** How many cases have a verdict. */
  readonly judged: number;
  /** What the script printed, with the first failures in full. */
  readonly output: string;
}

/** Puts a suite of this folder to a server; `main` is the program of ours. Throws when the script does not say how it came out. */
export async function putSuite(
  folder: string,
  { suite, transport }: SuiteRun,
  examinee: Examinee,
  main = SOURCE,
): Promise<Score> {
  const script = suite === "probes" ? ["probes.py"] : ["run.py", suite];
  const [file = "", ...words] = transport === "TCP" ? [...script, "--tcp"] : script;
  const output = await outputOf(join(folder, file), [
    ...words,
    "--port",
    `${await freePort()}`,
    ...serverOf(examinee, main),
  ]);
  const [, passed, judged] = /: (\d+)\/(\d+) passed/.exec(output) ?? probesIn(output);
  if (passed === undefined) throw new Error(`${file} says nothing of ${suite}:\n${output}`);
  return { passed: Number(passed), judged: Number(judged), output };
}

const SOURCE = join(ROOT, "server/main.ts");

function probesIn(output: string): string[] {
  const [line = "", passed = "", failed = ""] = /^(\d+) passed, (\d+) failed, /m.exec(output) ?? [];
  return line === "" ? [] : [line, passed, `${Number(passed) + Number(failed)}`];
}

function serverOf(examinee: Examinee, main: string): string[] {
  if (examinee !== "ours") return ["--server", examinee];
  const program = [process.execPath, main].map((word) => `'${word}'`).join(" ");
  return ["--cmd", `${program} --listen 127.0.0.1:{port} --zones {manifest}`];
}

const MAX_OUTPUT = 1 << 26; // octets

/** The exit status says only whether all passed, which the output says, too. */
async function outputOf(script: string, words: readonly string[]): Promise<string> {
  try {
    const options = { maxBuffer: MAX_OUTPUT };
    return (await promisify(execFile)(DEBIAN_PYTHON, [script, ...words], options)).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }; // what execFile rejects with
    return `${stdout}${stderr}`;
  }
}
