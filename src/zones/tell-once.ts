import type { Problem } from "../../dns/problem.ts";

/** Problems as they are met, each told once: what is brought in twice is wrong twice, but in one place. */
export interface ToldProblems {
  readonly tell: (problem: Problem) => void;
  readonly told: () => Problem[];
}

/** A list that takes every problem once. */
export function tellOnce(): ToldProblems {
  const problems = new Map<string, Problem>();
  return {
    tell: (problem) => {
      const { file, line, column, rule, message } = problem;
      problems.set(JSON.stringify([file, line, column, rule, message]), problem);
    },
    told: () => [...problems.values()],
  };
}
