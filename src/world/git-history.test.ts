import { rmSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type GitRepository, gitRepository } from "../../test/end-to-end/pull-request/git-repository.ts";
import { findClone } from "./clone.ts";
import { folderAt, hasCommit, stepsBetween } from "./git-history.ts";

let repository: GitRepository;
let first: string;
const clones: string[] = [];
beforeEach(() => {
  repository = gitRepository({ "zones/a.yaml": "a\n" });
  first = main();
});
afterEach(() => {
  for (const folder of [repository.folder, ...clones.splice(0)])
    rmSync(folder, { recursive: true, force: true });
});

const main = () => repository.git("rev-parse", "main");
const here = () => findClone(repository.folder);

test("the steps of a branch are its first parents, the oldest first, and what a merge brought is one step", async () => {
  repository.commit("work", { "zones/b.yaml": "b\n" });
  const head = repository.commit("work", { "zones/c.yaml": "c\n" });
  const pushed = repository.commit("main", { "README.md": "x\n" });
  repository.git("merge", "-q", "--no-ff", "-m", "Merge", head);
  expect(await stepsBetween(here(), first, main())).toEqual([
    { commit: pushed, parent: first },
    { commit: main(), parent: pushed },
  ]);
});

test("from a commit to itself there are none", async () => {
  expect(await stepsBetween(here(), first, first)).toEqual([]);
});

test("without a beginning there is the last alone, and the very first has no parent", async () => {
  const second = repository.commit("main", { "README.md": "x\n" });
  expect(await stepsBetween(here(), undefined, second)).toEqual([{ commit: second, parent: first }]);
  expect(await stepsBetween(here(), undefined, first)).toEqual([{ commit: first, parent: undefined }]);
});

test.each([
  ["an older commit", () => [repository.commit("main", {}), first]],
  ["a commit that is gone", () => ["a".repeat(40), main()]],
] as const)("to %s there are no steps", async (_, commits) => {
  const [from, to] = commits();
  expect(await stepsBetween(here(), from, to!)).toBeUndefined();
});

test("in a clone without history it is not known, and said what to do", async () => {
  repository.commit("main", { "README.md": "x\n" });
  const clone = repository.checkout(main(), 1);
  clones.push(clone);
  await expect(stepsBetween(findClone(clone), first, main())).rejects.toThrow('"fetch-depth: 0"');
  expect(await hasCommit(findClone(clone), first)).toBe(false);
});

test("a folder has the same id as long as nothing in it changes", async () => {
  const readme = repository.commit("main", { "README.md": "x\n" });
  const changed = repository.commit("main", { "zones/a.yaml": "b\n" });
  expect(await folderAt(here(), "zones", readme)).toBe(await folderAt(here(), "zones", first));
  expect(await folderAt(here(), "zones", changed)).not.toBe(await folderAt(here(), "zones", first));
  expect(await folderAt(here(), "nothing", first)).toBeUndefined();
});
