import { afterEach, beforeEach, expect, test } from "vitest";
import { type Scenario, scenario } from "./scenario.ts";

let it: Scenario;
beforeEach(async () => {
  it = await scenario();
});
afterEach(() => it.stop());

const MOST = 65_536; // characters of a comment

const names = (count: number, address: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => `h${index}: {type: A, value: ${address(index)}}\n`).join("");

test("20,000 changed lines make a comment that fits, and says where the rest is", async () => {
  it.repository.commit("main", {
    "zones/example.com.yaml": names(20_000, (index) => `192.0.2.${index % 250}`),
  });
  const pull = it.open(
    { "zones/example.com.yaml": names(20_000, (index) => `198.51.100.${index % 250}`) },
    { branch: "everything" },
  );
  const ended = await it.comment(it.pretend(pull));
  expect(ended).toMatchObject({ exitCode: 0, outputs: { posted: "created", changed: "true" } });
  const [comment] = it.ours(pull);
  expect(comment!.length).toBeLessThan(MOST);
  expect(comment).toMatch(
    /\[the summary of the run\]\(https:\/\/github\.com\/example-org\/dns\/actions\/runs\/\d+\)/,
  );
  expect(comment!.split("<details>").length).toBe(comment!.split("</details>").length);
  expect(Buffer.byteLength(ended.summary)).toBeLessThan(1024 * 1024);
  expect(ended.summary.split("<details>").length).toBe(ended.summary.split("</details>").length);
});

test("64 kB of one character, and 300 files that are touched, still make a comment that fits", async () => {
  const long = "`".repeat(64_000);
  const files = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`docs/${index}.md`, "x"]));
  const pull = it.open(
    { ...files, "zones/example.org.yaml": `www: {type: TXT, value: "${long}"}\n` },
    { fork: {} },
  );
  const ended = await it.comment(it.pretend(pull));
  expect(ended.exitCode).toBe(0);
  expect(it.ours(pull)[0]!.length).toBeLessThan(MOST);
  expect(it.ours(pull)[0]).toContain("297 more");
});

test("1,000 causes: ten annotations, how many more, and all in the summary", async () => {
  const pull = it.open({ "zones/example.com.yaml": names(1_000, (index) => `192.0.2.${300 + index}`) });
  const ended = await it.plan(pull);
  expect(ended).toMatchObject({ exitCode: 1, outputs: { problems: "1000" } });
  expect(ended.commands.filter((line) => line.startsWith("::error"))).toHaveLength(10);
  expect(ended.commands.filter((line) => line.startsWith("::notice"))).toEqual([
    "::notice::990 more problems: the job summary has them all.",
  ]);
});

test("500 zones take few requests, for a job has a thousand an hour", async () => {
  const zones = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => [
      `zones/z${index}.example.yaml`,
      `www: {type: A, value: 192.0.2.${index % 250}}\n`,
    ]),
  );
  it.repository.commit("main", zones);
  const pull = it.open(
    { "zones/z7.example.yaml": "www: {type: A, value: 198.51.100.7}\n" },
    { branch: "one" },
  );
  const ended = await it.comment(it.pretend(pull));
  expect(ended.outputs.posted).toBe("created");
  expect(it.ours(pull)[0]).toContain("`198.51.100.7`");
  expect(it.state.requests.length).toBeLessThan(40);
});

test("more files than are read is a problem of the pull request, and nothing of it is read", async () => {
  const zones = Object.fromEntries(
    Array.from({ length: 10_001 }, (_, index) => [`zones/z${index}.test.yaml`, ""]),
  );
  const pull = it.open(zones, { fork: {} });
  const ended = await it.comment(it.pretend(pull));
  expect(ended.exitCode).toBe(0);
  expect(it.ours(pull)[0]).toContain("has more than 10000 files");
  expect(it.state.requests.filter((line) => line.includes("/git/blobs/"))).toEqual([]);
});
