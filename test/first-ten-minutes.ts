import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join } from "node:path";

/** Where README says that a release's package is. */
const RELEASE = /https:\/\/github\.com\/OWNER\/zonepipe\/releases\/download\/v[\d.]+\/zonepipe-[\d.]+\.tgz/g;

/** One thing that a newcomer does. */
type Deed =
  | { readonly say: string }
  /** A command line, and the exit code that it ends with. */
  | { readonly run: string; readonly code?: number }
  /** A file that is edited: the whole of it, or more at its end. */
  | { readonly edit: string; readonly from: string; readonly to: string };

/** The first ten minutes, with nothing but the README. */
const DEEDS: readonly Deed[] = [
  { say: "Install the package of a release; Node 24 or later is all that it needs." },
  {
    run: "npm install --global https://github.com/OWNER/zonepipe/releases/download/v0.1.0/zonepipe-0.1.0.tgz",
  },
  {
    say: "Make a repository with a first zone. It ends with the steps to nameservers that answer, and their cost.",
  },
  { run: "zonepipe init my-zones --zone example.com" },
  { say: "The zone is right as it is, and answers on this machine; nothing has been paid for." },
  { run: "zonepipe check my-zones" },
  { run: "zonepipe up my-zones" },
  { say: "Add a web server, with a mistake in it." },
  {
    edit: "my-zones/zones/example.com.yaml",
    from: "",
    to: "www:\n  type: A\n  value: 192.0.2.800\n",
  },
  { run: "zonepipe check my-zones", code: 1 },
  { say: "Mend it, and see what would change." },
  { edit: "my-zones/zones/example.com.yaml", from: "192.0.2.800", to: "192.0.2.80" },
  { run: "zonepipe plan my-zones --published build/zones" },
  { say: "Have it answer." },
  { run: "zonepipe up my-zones" },
];

/**
 * Does it all on a machine that is new as far as programs can see: an empty home, an empty prefix of npm, and git, node,
 * npm and the shell on the PATH. A server of this machine stands in for the address of releases.
 *
 * @param tarball the package
 * @returns the recording, a page for the docs
 */
export async function firstTenMinutes(tarball: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-new-"));
  const releases = createServer((_, response) => response.end(readFileSync(tarball)));
  await new Promise<void>((resolve) => releases.listen(0, "127.0.0.1", resolve));
  const { port } = releases.address() as AddressInfo; // it listens
  try {
    const env = newMachine(folder);
    const url = `http://127.0.0.1:${port}/${basename(tarball)}`;
    const parts: string[] = [];
    for (const deed of DEEDS) {
      if ("say" in deed) parts.push(deed.say);
      else if ("run" in deed) parts.push(await run(deed, url, join(folder, "work"), env));
      else parts.push(edit(deed, join(folder, "work")));
    }
    return `${HEAD}\n${parts.join("\n\n")}\n`;
  } finally {
    releases.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const HEAD = `# The first ten minutes

A recording: a test does all of this on a machine that has git, Node and npm, and nothing else of zonepipe. Where there is no
\`dig\`, the built-in client asks, and the report says so.
`;

function newMachine(folder: string): { readonly [name: string]: string } {
  for (const name of ["bin", "home", "prefix", "work"]) mkdirSync(join(folder, name));
  const found = (program: string) =>
    process.env
      .PATH!.split(delimiter)
      .map((path) => join(path, program))
      .find(existsSync) ?? program;
  symlinkSync(process.execPath, join(folder, "bin/node"));
  for (const program of ["npm", "git", "sh", "env"])
    symlinkSync(found(program), join(folder, "bin", program));
  return {
    HOME: join(folder, "home"),
    PATH: [join(folder, "bin"), join(folder, "prefix/bin")].join(delimiter),
    npm_config_prefix: join(folder, "prefix"),
    npm_config_audit: "false",
    npm_config_fund: "false",
    npm_config_update_notifier: "false",
    NO_COLOR: "1",
  };
}

async function run(
  { run: line, code = 0 }: Extract<Deed, { run: string }>,
  url: string,
  cwd: string,
  env: { readonly [name: string]: string },
): Promise<string> {
  const child = spawn("sh", ["-c", line.replaceAll(RELEASE, url)], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (said.stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (said.stderr += text));
  const ended = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (ended !== code) throw new Error(`${line} exited with ${ended}; it said ${said.stdout}${said.stderr}`);
  const shown = always(said.stdout).trimEnd();
  return `\`\`\`console\n$ ${line}\n${shown}\n\`\`\`${code === 0 ? "" : `\n\nIts exit code is ${code}.`}`;
}

function edit({ edit: file, from, to }: Extract<Deed, { edit: string }>, cwd: string): string {
  const path = join(cwd, file);
  const text = readFileSync(path, "utf8");
  writeFileSync(path, from === "" ? text + to : text.replace(from, to));
  const lines = to.trimEnd().split("\n");
  const diff = from === "" ? lines.map((line) => `+${line}`) : [`-  value: ${from}`, `+  value: ${to}`];
  return `\`\`\`diff\n${[`--- ${dirname(file)}/${basename(file)}`, ...diff].join("\n")}\n\`\`\``;
}

/** What is another in every run, as it is in the page. */
function always(text: string): string {
  return text
    .replaceAll(/\b20\d{8}\b/g, (serial) => `20261201${serial.slice(8)}`)
    .replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:53053")
    .replaceAll(/\bin \d+(\.\d+)? s\b/g, "in 0.1 s")
    .replaceAll(
      /\d+(\.\d+)? \/ \d+(\.\d+)? ms \(median \/ slowest\) +\S+/g,
      "0.2 / 1.0 ms (median / slowest)  here",
    )
    .replaceAll(/^ {2}late .*\n/gm, "") // on a busy machine
    .replaceAll(/added 1 package in \S+/g, "added 1 package in 1s");
}
