import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Verdict } from "./questions.ts";
import type { Signed } from "./sign.ts";

/** A real validator, asked for a name and a type: what it thinks of the answer. */
export type Validate = (name: string, type: string) => Promise<Verdict>;

/** BIND's validator, with this key as its only trust anchor, on the server at this port. */
export async function makeDelv(folder: string, { origin, anchor }: Signed, port: number): Promise<Validate> {
  const [flags, protocol, algorithm, key] = anchor;
  const anchors = join(folder, `${origin}.delv`);
  await writeFile(
    anchors,
    `trust-anchors { "${origin}" static-key ${flags} ${protocol} ${algorithm} "${key}"; };\n`,
  );
  const words = ["@127.0.0.1", "-p", `${port}`, "-a", anchors, `+root=${origin}`];
  return async (name, type) => {
    const output = await outputOf("delv", [...words, name, type]);
    if (/resolution failed: (no valid|insecurity proof|broken trust|SERVFAIL|.*verif)/.test(output))
      return "bogus";
    // One for each RRset of the answer.
    const verdicts = new Set(
      Array.from(
        output.matchAll(/^; (?:negative response, )?(fully validated|unsigned answer)$/gm),
        ([, words]) => words,
      ),
    );
    if (verdicts.has("unsigned answer")) return "insecure";
    if (verdicts.has("fully validated")) return "secure";
    throw new Error(`delv says nothing of ${name} ${type}:\n${output}`);
  };
}

/** Unbound's validator, in the same way. */
export async function makeUnbound(
  folder: string,
  { origin, anchor }: Signed,
  port: number,
): Promise<Validate> {
  const config = join(folder, `${origin}.unbound`);
  await writeFile(
    config,
    `server:
  trust-anchor: "${origin}. DNSKEY ${anchor.join(" ")}"
  do-not-query-localhost: no
  chroot: ""
  username: ""
stub-zone:
  name: "${origin}"
  stub-addr: 127.0.0.1@${port}
  stub-prime: no
`,
  );
  return async (name, type) => {
    const output = await outputOf("unbound-host", ["-C", config, "-v", "-t", type, name]);
    const verdicts = new Set(Array.from(output.matchAll(/\((secure|insecure|BOGUS)\b/g), ([, word]) => word));
    if (verdicts.has("BOGUS")) return "bogus";
    if (verdicts.has("insecure")) return "insecure";
    if (verdicts.has("secure")) return "secure";
    throw new Error(`unbound-host says nothing of ${name} ${type}:\n${output}`);
  };
}

/** Their exit status says nothing. */
function outputOf(program: string, words: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, words, (error, stdout, stderr) => resolve(`${stdout}${stderr}${error?.message ?? ""}`));
  });
}
