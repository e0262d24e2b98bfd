import { expect, test } from "vitest";
import type { GitResult } from "./git.ts";
import { rememberObjects } from "./git-remembered.ts";

const ID = "1f".repeat(20);
const OTHER = "2e".repeat(20);

/** A git that answers so, and what it was asked. */
function gitThatSays(stdout: string, exitCode: number | null = 0) {
  const asked: string[] = [];
  return {
    asked,
    git: (args: readonly string[], input = ""): Promise<GitResult> => {
      asked.push([...args, input].join(" ").trim());
      return Promise.resolve({ stdout: Buffer.from(stdout), exitCode, stderr: "" });
    },
  };
}

test.each<[string, args: string[], input?: string]>([
  ["a commit is there", ["cat-file", "-e", `${ID}^{commit}`]],
  ["the files of a commit", ["ls-tree", "-r", "-l", "-z", "--full-tree", ID, "--", "zones"]],
  ["the contents of objects", ["cat-file", "--batch"], `${ID}\n${OTHER}\n`],
])("%s: asked once, also by two at a time", async (_, args, input) => {
  const { git, asked } = gitThatSays("content");
  const remembered = rememberObjects(git);
  const results = await Promise.all([remembered(args, input), remembered(args, input)]);
  results.push(await remembered(args, input));
  expect(results.map(({ stdout }) => stdout.toString())).toEqual(["content", "content", "content"]);
  expect(asked).toHaveLength(1);
});

test.each<[string, args: string[], input?: string]>([
  ["a branch moves", ["cat-file", "-e", "main^{commit}"]],
  ["so does a revision of it", ["cat-file", "-e", `${ID}~1^{commit}`]],
  ["a branch among objects", ["cat-file", "--batch"], `${ID}\nmain\n`],
  ["the files of a branch", ["ls-tree", "-r", "main", "--", "zones"]],
  ["which of two ids is the commit", ["ls-tree", "-r", ID, "--", OTHER]],
  ["where a branch is", ["rev-parse", "--verify", "HEAD^{commit}"]],
  ["history is deepened by a fetch", ["merge-base", ID, OTHER]],
])("%s: asked each time", async (_, args, input) => {
  const { git, asked } = gitThatSays("content");
  const remembered = rememberObjects(git);
  await remembered(args, input);
  await remembered(args, input);
  expect(asked).toHaveLength(2);
});

test.each([
  ["a commit", ["cat-file", "-e", `${ID}^{commit}`], "", "", 1],
  ["an object among others", ["cat-file", "--batch"], `${ID}\n`, `${ID} missing\n`, 0],
] as const)(
  "%s that is not there is asked for again: it may be fetched",
  async (_, args, input, said, code) => {
    const { git, asked } = gitThatSays(said, code);
    const remembered = rememberObjects(git);
    await remembered(args, input);
    await remembered(args, input);
    expect(asked).toHaveLength(2);
  },
);

test("a git that does not start is started again", async () => {
  let starts = 0;
  const remembered = rememberObjects(() => {
    starts += 1;
    return Promise.reject(new Error("no git"));
  });
  for (const _ of [1, 2]) {
    await expect(remembered(["cat-file", "-e", ID])).rejects.toThrow("no git");
  }
  expect(starts).toBe(2);
});

test("no more is kept than the bound: the oldest go, and what is above it alone is not kept", async () => {
  const { git, asked } = gitThatSays("x".repeat(100));
  const remembered = rememberObjects(git, 400);
  const blob = (digit: string) => remembered(["cat-file", "--batch"], `${digit.repeat(40)}\n`);
  for (const digit of ["a", "b", "a", "b", "c", "b", "a"]) await blob(digit);
  expect(asked.map((line) => line.at(-1)).join("")).toBe("abca");
  const small = rememberObjects(git, 50);
  asked.length = 0;
  for (const _ of [1, 2]) await small(["cat-file", "-e", ID]);
  expect(asked).toHaveLength(2);
});
