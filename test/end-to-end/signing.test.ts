import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keysYaml, keyYaml } from "../dnssec/keys-yaml.ts";
import { zonepipe } from "./cli.ts";
import { type GitRepository, gitRepository } from "./pull-request/git-repository.ts";
import { runAction } from "./pull-request/run-action.ts";

// What a pull request shows of zones that our nameservers sign: once for a zone what its keys do, and the rest as ever.

const ZONE = "zones/example.com.yaml";
const KEYS = "zones/_keys.yaml";
const RECORDS = `'*.lab': {type: A, value: 192.0.2.80}
blog: {type: CNAME, value: www.example.com.}
www: {type: A, value: 192.0.2.2}
`;
const zsk = (state: string) =>
  keyYaml({ tag: 29823, role: "zsk", state, public: Buffer.alloc(32, 7).toString("base64") });
const STEPS: readonly { readonly [path: string]: string }[] = [
  { [KEYS]: keysYaml({ base: 2968 }) },
  { [KEYS]: keysYaml({ base: 2968, counter: 2, keys: [keyYaml(), zsk("published")] }) },
  { [KEYS]: keysYaml({ base: 2968, counter: 3, keys: [keyYaml(), zsk("active")] }) },
  { [ZONE]: `${RECORDS.replace("192.0.2.2", "192.0.2.3")}api: {type: A, value: 192.0.2.3}\n` },
];

let repository: GitRepository;
const commits: string[] = [];
const checkouts: string[] = [];
beforeAll(() => {
  repository = gitRepository({
    "zones/_config.yaml": "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n",
    [ZONE]: RECORDS,
  });
  commits.push(repository.git("rev-parse", "main"));
  for (const step of STEPS) commits.push(repository.commit("main", step));
});
afterAll(() => {
  for (const folder of [...checkouts, repository.folder]) rmSync(folder, { recursive: true });
});

interface Proof {
  readonly changed: number;
  readonly asWritten: number;
  readonly same: number;
  readonly questions: number;
  readonly unexplained: readonly object[];
  readonly notProved: readonly object[];
  readonly model: { readonly disagreements: readonly object[] };
  readonly causes: readonly { readonly cause: string; readonly name: string; readonly type: string }[];
  readonly sizes: readonly object[];
}

/** The plan of one of the steps: its proof, and what people see. */
async function planOf(step: number): Promise<{ proof: Proof; summary: string }> {
  const workspace = repository.checkout(commits[step + 1]!);
  checkouts.push(workspace);
  const { exitCode, outputs, summary } = await runAction({
    inputs: { mode: "plan", zones: "zones", base: commits[step]! },
    event: "push",
    payload: {},
    workspace,
    apiUrl: "http://127.0.0.1:9", // nobody is asked
    runId: 1,
  });
  expect(exitCode, summary).toBe(0); // the candidate's answers are as expected, too
  const report = JSON.parse(readFileSync(join(workspace, outputs["report-json"]!), "utf8"));
  const { proof } = report as { proof: Proof }; // as the report's schema says
  expect(proof).toMatchObject({ unexplained: [], notProved: [], model: { disagreements: [] } });
  expect(proof.same + proof.changed).toBe(proof.questions);
  return { proof, summary };
}

/** The causes of what changes, in short. */
function causesOf({ causes }: Proof): string[] {
  return causes.map(({ cause, name, type }) => `${cause} ${name} ${type}`);
}

describe("a pull request", () => {
  test("that begins to sign a zone says once that every answer gets signatures, by which key", async () => {
    const { proof, summary } = await planOf(0);
    expect(causesOf(proof)).toEqual(["signing example.com. TYPE65403", "written example.com. TYPE65403"]);
    expect(summary).toMatch(
      /\*\*\d+ answers:\*\* `example\.com\.` is signed from now on: every answer gets signatures by key 3613 \(ED25519\) for those who ask for them · .*_keys\.yaml/,
    );
    expect(summary).toContain("+ 3600 DNSKEY 257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=");
    expect(summary).not.toContain("as a consequence");
    expect(proof.sizes).toEqual([]);
  });

  test("that has the key sign changes every signature but those over keys", async () => {
    const { proof, summary } = await planOf(2);
    expect(proof.changed).toBeGreaterThan(20);
    expect(summary).toContain(
      "`example.com.` is signed otherwise: signatures are by key 29823 (ED25519) and key 3613 (ED25519), and were by key 3613 (ED25519)",
    );
  });

  test("that changes records of a signed zone shows these, and who leads to them; signatures are as before", async () => {
    const { proof } = await planOf(3);
    expect(causesOf(proof)).toEqual([
      "denial api.example.com. A",
      "exists api.example.com. A",
      "alias www.example.com. A",
      "written api.example.com. A",
      "written www.example.com. A",
    ]);
    expect(proof.changed).toBeLessThan(30);
  });
});

describe("of a signed zone", () => {
  const ask = async (...words: readonly string[]) => {
    const { code, stdout } = await zonepipe(checkouts.at(-1)!, ...words);
    expect(code).toBe(0);
    return stdout;
  };

  test("ask answers what signing makes, says that signatures are stand-ins, and who changed the keys last", async () => {
    const answer = await ask("ask", "example.com", "DNSKEY", "--dnssec", "--at", commits[2]!);
    expect(answer).toMatch(/example\.com\.\s+3600\s+IN\s+DNSKEY\s+256 3 15 Bwc/);
    expect(answer).toMatch(/IN\s+RRSIG\s+DNSKEY 15 2 3600 \d+ \d+ 3613 example\.com\. /);
    expect(answer).toMatch(
      /^;; signatures of example\.com\. are stand-ins, for the private keys are not here; they and the serial are those of the week of \d{4}-\d\d-\d\d$/m,
    );
    expect(answer).toMatch(/^;; zones\/_keys\.yaml:2 .* Change main$/m);
    const before = await ask("ask", "nothing.example.com", "A", "--dnssec", "--at", commits[0]!);
    expect(before).not.toMatch(/RRSIG|NSEC|stand-in/);
  });

  test("log shows key by key what changed", async () => {
    const log = await ask("log", "example.com");
    const said = log.split("\n").filter((line) => line.includes("; example.com."));
    expect(said).toEqual([
      "  - ; example.com. signed by the nameserver, with NSEC; state 2 of its keys",
      "  - ; example.com. key 29823 (ED25519), zsk: published, signs nothing",
      "  + ; example.com. signed by the nameserver, with NSEC; state 3 of its keys",
      "  + ; example.com. key 29823 (ED25519), zsk: published and signs",
      "  - ; example.com. signed by the nameserver, with NSEC; state 1 of its keys",
      "  + ; example.com. signed by the nameserver, with NSEC; state 2 of its keys",
      "  + ; example.com. key 29823 (ED25519), zsk: published, signs nothing",
      "  + ; example.com. signed by the nameserver, with NSEC; state 1 of its keys",
      "  + ; example.com. key 3613 (ED25519), csk: published and signs",
    ]);
  });
});
