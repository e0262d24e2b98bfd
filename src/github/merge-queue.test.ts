import { expect, test } from "vitest";
import { queuedPullRequest } from "./merge-queue.ts";

const SHA = "929f8209d40f77f4abc622a499c93a83babdbe64";

test.each([
  [`refs/heads/gh-readonly-queue/main/pr-104-${SHA}`, { number: 104, baseBranch: "main" }],
  [`refs/heads/gh-readonly-queue/release/1.2/pr-7-${SHA}`, { number: 7, baseBranch: "release/1.2" }],
  [`refs/heads/gh-readonly-queue/pr-1-${SHA}/pr-2-${SHA}`, { number: 2, baseBranch: `pr-1-${SHA}` }],
  [`refs/heads/gh-readonly-queue/main/pr-0-${SHA}`, undefined],
  [`refs/heads/gh-readonly-queue/main/pr-1e3-${SHA}`, undefined],
  [`refs/heads/gh-readonly-queue/main/pr-104-${SHA}/x`, undefined],
  [`refs/heads/main/pr-104-${SHA}`, undefined],
  [`x/refs/heads/gh-readonly-queue/main/pr-104-${SHA}`, undefined],
  ["refs/heads/gh-readonly-queue/main/pr-104-main", undefined],
])("%s", (ref, expected) => {
  expect(queuedPullRequest(ref)).toEqual(expected);
});
