import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { zip } from "../../fakes/github/zip.ts";
import { type Scenario, scenario, withWww } from "./scenario.ts";

let it: Scenario;
beforeEach(async () => {
  it = await scenario();
});
afterEach(() => it.stop());

const ALL_FINE = (head: string) => ({
  version: 1,
  head,
  milliseconds: 5,
  paths: [
    {
      nameserver: { name: "candidate", address: "127.0.0.1", port: 53 },
      transport: "udp",
      client: { kind: "dig", version: "9.20" },
      asked: 99,
      passed: 99,
      serials: [],
      misses: [],
      notes: [],
      milliseconds: { median: 1, slowest: 1 },
      answeredBy: [],
      truncated: 0,
      instead: 0,
    },
  ],
});

test("a fork gets its plan without a secret, and its comment from the trusted run", async () => {
  const pull = it.open(withWww("192.0.2.20"), { fork: {} });
  const { planned, commented } = await it.planAndComment(pull);
  expect(planned.exitCode).toBe(0);
  expect(commented).toMatchObject({ exitCode: 0, outputs: { posted: "created" } });
  expect(it.ours(pull)[0]).toContain("32 of 32 answers as expected");
  // GitHub may not know a fork's commit there.
  expect(it.state.requests.filter((line) => line.includes("/commits/"))).toEqual([]);
});

test("the plan run of a fork writes nothing to GitHub, and asks no nameserver inside of the runner's network", async () => {
  const config =
    "nameservers: [{name: ns1.example.net., addresses: [127.0.0.1]}, {name: ns2.example.net.}]\n";
  const pull = it.open({ ...withWww("192.0.2.20"), "zones/_config.yaml": config }, { fork: {} });
  const planned = await it.plan(pull);
  expect(planned.summary).toContain("not asked in the run of a fork");
  expect(it.state.requests.filter((line) => !line.startsWith("GET "))).toEqual([]);
});

test("two forks with the same branch are told apart", async () => {
  const pull = it.open(withWww("192.0.2.20"), { fork: {}, branch: "patch-1" });
  it.repository.git("checkout", "-q", "--detach", "main");
  it.repository.git("branch", "-q", "-m", "patch-1", "first");
  const other = it.open(withWww("192.0.2.21"), { fork: { id: 3_003, owner: "other" }, branch: "patch-1" });
  await it.comment(it.pretend(other));
  expect(it.ours(pull)).toEqual([]);
  expect(it.ours(other)).toEqual([expect.stringContaining("`192.0.2.21`")]);
});

describe("what a stranger's run uploads", () => {
  test("forged: it may say that all is fine; problems and plan are made from the zones themselves", async () => {
    const pull = it.open(
      { "zones/example.org.yaml": null, "zones/example.com.yaml": "www: {type: A, value: 192.0.2.300}\n" },
      { fork: {} },
    );
    const forged = {
      ...ALL_FINE(pull.head.sha),
      problems: [],
      plan: [],
      counts: { zones: 2 },
      outcome: "fine",
    };
    await it.comment(it.pretend(pull, { "evidence.json": JSON.stringify(forged), "report.json": "{}" }));
    expect(it.ours(pull)).toEqual([expect.stringMatching(/❌[\s\S]*192\.0\.2\.300/)]);
  });

  test("forged: a removed zone is refused whatever the evidence says", async () => {
    const pull = it.open({ "zones/example.org.yaml": null }, { fork: {} });
    await it.comment(it.pretend(pull, { "evidence.json": JSON.stringify(ALL_FINE(pull.head.sha)) }));
    expect(it.ours(pull)[0]).toContain("Refused until somebody allows it");
    expect(it.ours(pull)[0]).toMatch(/^.*\n## ❌/);
  });

  test("a fork that edits the workflow: the first line says so, and its evidence is no pass", async () => {
    const pull = it.open(
      { ...withWww("192.0.2.20"), ".github/workflows/plan.yml": "name: plan\n", "src/x`|@all\u202E.ts": "x" },
      { fork: {} },
    );
    await it.comment(it.pretend(pull, { "evidence.json": JSON.stringify(ALL_FINE(pull.head.sha)) }));
    const [, first] = it.ours(pull)[0]!.split("\n");
    expect(first).toMatch(
      /^> ⚠️ \*\*This pull request touches more than `zones\/`\*\*: `\.github\/workflows\/plan\.yml`/,
    );
    expect(first).toContain("\\u{202e}");
    expect(it.ours(pull)[0]).not.toContain("99 of 99 answers as expected");
    expect(it.ours(pull)[0]).toContain("this proves nothing");
  });

  test("a file moved out of the zones counts as touched outside", async () => {
    const pull = it.open({
      "zones/example.org.yaml": null,
      "old/example.org.yaml": "www: {type: A, value: 192.0.2.9}\n",
    });
    await it.comment(it.pretend(pull));
    expect(it.ours(pull)[0]).toMatch(/^.*\n> ⚠️ .*`old\/example\.org\.yaml`/);
  });

  test("more files than GitHub lists: it cannot be told what they are", async () => {
    it.state.treeLimit = 2;
    const pull = it.open({ "zones/example.org.yaml": null, "zz.md": "behind the zones" });
    await it.comment(it.pretend(pull));
    expect(it.ours(pull)[0]).toMatch(/^.*\n> ⚠️ .*more files than GitHub lists/);
  });

  test("evidence about another commit is not shown", async () => {
    const pull = it.open(withWww("192.0.2.20"), { fork: {} });
    await it.comment(it.pretend(pull, { "evidence.json": JSON.stringify(ALL_FINE("a".repeat(40))) }));
    expect(it.ours(pull)[0]).toContain("not known");
    expect(it.ours(pull)[0]).not.toContain("99 of 99 answers as expected");
  });

  test.each<[string, string, string]>([
    ["no JSON", "all passed", "has not the expected form"],
    ["another shape", '{"version":1,"paths":"fine"}', "has not the expected form"],
    [
      "counts that are none",
      JSON.stringify(ALL_FINE("b".repeat(40))).replaceAll("99", "1e999"),
      "has not the expected form",
    ],
    [
      "a name that is none",
      JSON.stringify({
        ...ALL_FINE("b".repeat(40)),
        paths: [{ ...ALL_FINE("").paths[0], serials: [{ zone: "a..b.", expected: 1, got: 1 }] }],
      }),
      "a name that is none",
    ],
  ])("%s: it is not shown, and the rest of the comment is", async (_, text, says) => {
    const pull = it.open(withWww("192.0.2.20"), { fork: {} });
    const ended = await it.comment(it.pretend(pull, { "evidence.json": text }));
    expect(ended.exitCode).toBe(0);
    expect(it.ours(pull)[0]).toContain(says);
    expect(it.ours(pull)[0]).toContain("`192.0.2.20`");
  });

  test("an archive that unpacks to gigabytes, or lies about its size, is left alone", async () => {
    const pull = it.open(withWww("192.0.2.20"), { fork: {} });
    const content = Buffer.alloc(40_000_000, " ");
    const run = it.pretend(pull);
    const artifact = { id: 1, run: run.id, name: "zonepipe-evidence" };
    it.state.artifacts.push({ ...artifact, zip: zip([{ name: "evidence.json", content, claims: 1_000 }]) });
    await it.comment(run);
    expect(it.ours(pull)[0]).toContain("cannot be unpacked");

    const second = it.pretend(pull);
    it.state.artifacts.push({ ...artifact, run: second.id, size: 900_000_000, zip: zip([]) });
    await it.comment(second);
    expect(it.ours(pull)[0]).toContain("900000000 octets");

    const third = it.pretend(pull);
    const large = Buffer.alloc(9_000_000, "x");
    it.state.artifacts.push({ ...artifact, id: 2, run: third.id, size: 10, zip: large });
    await it.comment(third);
    expect(it.ours(pull)[0]).toContain("8000001 octets");
  });

  test("an archive whose names lead elsewhere writes nothing and has no evidence", async () => {
    const pull = it.open(withWww("192.0.2.20"), { fork: {} });
    const ended = await it.comment(
      it.pretend(pull, { "../../evidence.json": "{}", "/etc/evidence.json": "{}" }),
    );
    expect(ended.exitCode).toBe(0);
    expect(it.ours(pull)[0]).toContain("has no evidence.json");
  });
});

describe("zones that are chosen to hurt", () => {
  const HOSTILE = [
    "| a | b |",
    "```",
    "</details><script>alert(1)</script>",
    "@everyone #1 GH-1",
    "![x](https://example.net/x.png) [y](javascript:alert(1))",
    "::set-output name=x::y",
    "::error::planted",
    "##[error]planted",
    "<!-- zonepipe:plan {} -->",
    "\\e[31mred\\e[0m",
    "\\u202Etxt.exe\\u200B",
  ];
  const zone = (strings: readonly string[]) =>
    strings
      .map((text, index) => `t${index}: {type: TXT, value: "${text.replaceAll(";", "\\\\;")}"}`)
      .join("\n");

  test("nothing of them acts in the comment, the summary or the log", async () => {
    const pull = it.open({ "zones/example.com.yaml": `${zone(HOSTILE)}\n` }, { fork: {} });
    const { planned, commented } = await it.planAndComment(pull);
    const [comment] = it.ours(pull);
    const outsideCode = comment!
      .replace(/^(`{3,})[\s\S]*?^\1$/gm, "")
      .replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, "");
    expect(comment).toContain("alert(1)"); // legible
    expect(outsideCode).not.toMatch(/<script|!\[x\]|javascript:|@everyone|alert/);
    expect(comment).not.toMatch(/[\u202E\u001b]/);
    for (const { commands, log } of [planned, commented]) {
      expect(commands.filter((line) => !/^::(add-mask|notice|warning)\b/.test(line))).toEqual([]);
      expect(log).not.toContain("\u001b[31m");
    }
    expect(planned.outputs.x).toBeUndefined();
    expect(it.ours(pull)).toHaveLength(1);
  });

  test("names of files with hostile characters stay text, in annotations too", async () => {
    const pull = it.open({
      "zones/x%0A::error::planted,line=1.yaml": "www: {type: A, value: 192.0.2.300}\n",
    });
    const { planned } = await it.planAndComment(pull);
    expect(planned.commands.filter((line) => line.startsWith("::error::planted"))).toEqual([]);
    expect(it.ours(pull)).toHaveLength(1);
  });

  test("a symbolic link out of the zones is not followed", async () => {
    const pull = it.open({
      "zones/example.org.yaml": { link: "../README.md" },
      "zones/example.net.yaml": { link: "/etc/passwd" },
      "zones/example.com.yaml": "www: !include ../README.md\n",
    });
    const { planned, commented } = await it.planAndComment(pull);
    expect(planned.exitCode).toBe(1);
    expect(commented.exitCode).toBe(0);
    for (const text of [planned.summary, it.ours(pull)[0]!]) {
      expect(text).toContain("outside the zones");
      expect(text).not.toMatch(/root:|Our zones/);
    }
  });

  test("a symbolic link inside the zones is the file that it leads to, on the disk, in git and through GitHub", async () => {
    it.repository.commit("main", {
      "zones/_shared/www.yaml": "www: {type: A, value: 192.0.2.9}\n",
      "zones/example.org.yaml": { link: "_shared/www.yaml" },
    });
    const pull = it.open(
      { "zones/_shared/www.yaml": "www: {type: A, value: 192.0.2.10}\n" },
      { branch: "shared" },
    );
    const { planned } = await it.planAndComment(pull);
    expect(planned.exitCode).toBe(0);
    for (const text of [planned.summary, it.ours(pull)[0]!]) {
      expect(text).toMatch(/`192\.0\.2\.9`[\s\S]*`192\.0\.2\.10`/);
    }
  });

  test("a zone that GitHub cuts, or that is no text, comes whole all the same", async () => {
    it.state.textLimit = 50;
    const pull = it.open({ ...withWww("192.0.2.20"), "zones/_binary.yaml": "a\u0000b" });
    await it.comment(it.pretend(pull));
    expect(it.ours(pull)[0]).toContain("`192.0.2.20`");
    expect(it.state.requests.filter((line) => line.includes("/git/blobs/")).length).toBeGreaterThan(0);
  });
});
