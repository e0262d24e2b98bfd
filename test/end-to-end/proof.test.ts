import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { zonepipe } from "./cli.ts";
import { gitRepository } from "./pull-request/git-repository.ts";
import { runAction } from "./pull-request/run-action.ts";

const CONFIG = "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n";
const BEFORE = `'*': {type: A, value: 192.0.2.80}
blog: {type: CNAME, value: www.example.com.}
host.lab: {type: A, value: 192.0.2.7}
www: {type: A, value: 192.0.2.2}
`;
/** A name that takes the wildcard from those below it, a delegation that makes a host its glue, and an address behind an alias. */
const AFTER = `'*': {type: A, value: 192.0.2.80}
api.eu: {type: A, value: 192.0.2.3}
blog: {type: CNAME, value: www.example.com.}
host.lab: {type: A, value: 192.0.2.7}
lab: {type: NS, values: [host.lab.example.com., ns1.example.net.]}
www: {type: A, value: 192.0.2.4}
`;
const FILE = "zones/example.com.yaml";
/** The part of the report that others rely on. */
interface ProofJson {
  readonly questions: number;
  readonly asked: number;
  readonly same: number;
  readonly changed: number;
  readonly asWritten: number;
  readonly consequences: readonly Consequence[];
  readonly unexplained: readonly object[];
}

interface Consequence {
  readonly name: string;
  readonly below?: string;
  readonly type: string;
  readonly cause: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly before: string;
  readonly after: string;
}

/** What the change does besides what it says, and where it is written. */
const CONSEQUENCES: readonly Partial<Consequence>[] = [
  {
    name: "blog.example.com.",
    type: "A",
    cause: "alias",
    line: 6,
    before: expect.stringContaining("www.example.com. 3600 IN A 192.0.2.2"),
    after: expect.stringContaining("www.example.com. 3600 IN A 192.0.2.4"),
  },
  {
    name: "host.lab.example.com.",
    type: "A",
    cause: "cut",
    line: 5,
    before: expect.stringContaining("host.lab.example.com. 3600 IN A 192.0.2.7"),
    after: expect.stringContaining("lab.example.com. 3600 IN NS host.lab.example.com."),
  },
  {
    name: expect.stringMatching(/^[^.]+\.api\.eu\.example\.com\.$/), // it stands for all that are not there
    below: "api.eu.example.com.",
    type: "A",
    cause: "exists",
    line: 2,
    before: expect.stringContaining(" 3600 IN A 192.0.2.80"),
    after: expect.stringContaining("NXDOMAIN"),
  },
];

function expectContract(proof: ProofJson): void {
  expect(proof.unexplained).toEqual([]);
  expect(proof.same + proof.changed).toBe(proof.questions);
  expect(proof.changed).toBeGreaterThan(proof.asWritten);
  for (const one of CONSEQUENCES)
    expect(proof.consequences).toContainEqual(expect.objectContaining({ ...one, file: FILE }));
  for (const { cause, before, after } of proof.consequences) {
    expect(cause).not.toBe("written");
    expect(before).not.toBe(after);
  }
}

describe("plan --published --json", () => {
  let folder: string;
  let reached: ProofJson;
  let all: ProofJson;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "zonepipe-proof-"));
    mkdirSync(join(folder, "zones"));
    write("_config.yaml", CONFIG);
    write("example.com.yaml", BEFORE);
    expect(await zonepipe(folder, "render", "--out", "published")).toMatchObject({ code: 0 });
    write("example.com.yaml", AFTER);
    reached = await plan();
    all = await plan("--full");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function write(file: string, text: string): void {
    writeFileSync(join(folder, "zones", file), text);
  }

  async function plan(...more: string[]): Promise<ProofJson> {
    const { code, stdout } = await zonepipe(folder, "plan", "--published", "published", "--json", ...more);
    expect(code).toBe(0);
    return (JSON.parse(stdout) as { proof: ProofJson }).proof; // as the report's schema says
  }

  test("tells what a wildcard, a delegation and an alias do to answers that nobody wrote", () => {
    expectContract(reached);
  });

  test("asked in full it finds the same, of the same questions", () => {
    expectContract(all);
    expect(all.asked).toBe(all.questions);
    expect(reached.asked).toBeLessThan(all.asked);
    const counts = ({ questions, same, changed, asWritten }: ProofJson) => ({
      ...{ questions, same, changed, asWritten },
    });
    expect(counts(reached)).toEqual(counts(all));
    expect(reached.consequences).toEqual(all.consequences);
  });

  test("of a change that changes nothing nothing is asked", async () => {
    write("example.com.yaml", `# The same\n${BEFORE}`);
    expect(await plan()).toMatchObject({ asked: 0, changed: 0, consequences: [] });
  });
});

test("the Action's plan of two commits has the proof in its report", async () => {
  const repository = gitRepository({ "zones/_config.yaml": CONFIG, [FILE]: BEFORE });
  const base = repository.git("rev-parse", "main");
  const workspace = repository.checkout(repository.commit("main", { [FILE]: AFTER }));
  try {
    const { exitCode, outputs } = await runAction({
      inputs: { mode: "plan", zones: "zones", base },
      event: "push",
      payload: {},
      workspace,
      apiUrl: "http://127.0.0.1:9", // nobody is asked
      runId: 1,
    });
    expect(exitCode).toBe(0);
    expectContract(JSON.parse(readFileSync(join(workspace, outputs["report-json"]!), "utf8")).proof);
  } finally {
    for (const folder of [workspace, repository.folder]) rmSync(folder, { recursive: true });
  }
});
