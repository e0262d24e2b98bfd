import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { printName } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { DS, ZONEMD } from "../../dns/type-numbers.ts";
import { portableTypeName } from "../../dns/types.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Validate, Validity } from "../verify/validator.ts";
import { childEnvironment } from "./child-environment.ts";

/** BIND's validator, which comes in the same Debian package as dig; undefined where it is not there. */
export async function findValidator(): Promise<Validate | undefined> {
  const said = await outputOf(["-v"]);
  return /^delv [0-9]/m.test(said) ? validate : undefined;
}

const validate: Validate = async ({ nameserver, zone, anchors, question }) => {
  const folder = await mkdtemp(join(tmpdir(), "zonepipe-delv-"));
  try {
    const file = join(folder, "anchors");
    const lines = anchors.map((ds) => `  "${printName(zone)}" static-ds ${printDs(ds)};\n`);
    await writeFile(file, `trust-anchors {\n${lines.join("")}};\n`);
    const { address, port } = nameserver;
    const type = question.type === ZONEMD ? `TYPE${ZONEMD}` : portableTypeName(question.type);
    return judge(
      await outputOf([
        ...[`@${address}`, "-p", String(port), "-a", file, `+root=${printName(zone)}`],
        ...[printName(question.name), type],
      ]),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** As in the configuration, with the digest as a string. */
function printDs(ds: Octets): string {
  const [tag, algorithm, digestType, ...digest] = codecOf(DS).print(ds).split(" ");
  return `${tag} ${algorithm} ${digestType} "${digest.join("")}"`;
}

function judge(output: string): Validity {
  const verdicts = new Set(
    Array.from(
      output.matchAll(/^; (?:negative response, )?(fully validated|unsigned answer)$/gm),
      ([, words]) => words,
    ),
  );
  if (verdicts.has("unsigned answer")) return { kind: "insecure" };
  if (verdicts.has("fully validated")) return { kind: "secure" };
  const reason = /^;; (?:resolution failed: )?(.+)$/m.exec(output)?.[1] ?? "it says nothing";
  const isSilent = /timed out|connection refused|network unreachable|host unreachable/.test(output);
  return { kind: isSilent ? "silent" : "bogus", reason: reason.slice(0, MOST_SAID) };
}

const MOST_SAID = 200; // characters
const PATIENCE = 15_000; // milliseconds

/** Its exit status says nothing. */
function outputOf(words: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const options = { env: childEnvironment(process.env), timeout: PATIENCE };
    execFile("delv", words, options, (error, stdout, stderr) =>
      resolve(`${stdout}${stderr}${error?.message ?? ""}`),
    );
  });
}
