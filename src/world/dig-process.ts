import { writeFile } from "node:fs/promises";
import { getExecOutput } from "@actions/exec";
import { childEnvironment } from "./child-environment.ts";

/** What dig printed for a batch. */
export interface DigOutput {
  readonly text: string;
  /** dig was ended early, because the nameserver stays silent. */
  readonly isCutShort: boolean;
}

/**
 * Runs dig on a batch file and gives what it printed; its exit code says nothing. dig waits for every question in
 * turn, so it is ended after some without a reply in a row.
 *
 * @param path where to write the batch file; the folder belongs to the caller
 * @param hasReplied the nameserver has replied before; of one that never has, the first question without a reply is enough
 */
export async function runDig(
  args: readonly string[],
  lines: readonly string[],
  path: string,
  hasReplied: boolean,
): Promise<DigOutput> {
  await writeFile(path, lines.map((line) => `${line}\n`).join(""));
  let seen = "";
  let isCutShort = false;
  const stdout = (data: Buffer) => {
    seen += data.toString("latin1");
    if (isCutShort || !isSilent(seen, hasReplied)) return;
    isCutShort = true;
    endProcess(Number.parseInt(seen, 10));
  };
  const output = await getExecOutput(...commandFor([...args, "-f", path]), {
    silent: true,
    ignoreReturnCode: true,
    env: environment(),
    listeners: { stdout },
  });
  return { text: output.stdout.slice(output.stdout.indexOf("\n") + 1), isCutShort };
}

/** The version of dig, or undefined where there is none that prints YAML (9.16 does), or no shell to start it with. */
export async function digVersion(): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await getExecOutput(...commandFor(["-v"]), {
      silent: true,
      ignoreReturnCode: true,
      env: environment(),
    });
    const [, version, major, minor] = /DiG (([0-9]+)\.([0-9]+)\S*)/.exec(stdout + stderr) ?? [];
    return Number(major) * 100 + Number(minor) >= 916 ? version : undefined;
  } catch {
    return undefined; // the shell is not on the PATH
  }
}

const SILENT_LIMIT = 3; // questions without a reply in a row

// The shell becomes dig, after it has printed the process id that the two share.
const SCRIPT = 'echo $$; exec dig "$@"';

function commandFor(args: readonly string[]): [string, string[]] {
  return ["sh", ["-c", SCRIPT, "sh", ...args]];
}

/** Without a home, for dig would ask as its `.digrc` says. */
function environment(): { [name: string]: string } {
  const { HOME: _, ...others } = childEnvironment(process.env);
  return { ...others, LC_ALL: "C" };
}

/** The last items are all errors. */
function isSilent(text: string, hasReplied: boolean): boolean {
  const limit = hasReplied || text.includes("- type: MESSAGE") ? SILENT_LIMIT : 1;
  const errors = text.slice(text.lastIndexOf("- type: MESSAGE") + 1).split("- type: DIG_ERROR").length - 1;
  return errors >= limit;
}

function endProcess(id: number): void {
  try {
    process.kill(id);
  } catch {
    // It has ended by itself meanwhile.
  }
}
