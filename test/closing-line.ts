import type { Reporter } from "vitest/node";

/**
 * Ends the output of a test run with its counts in a line of their own, as in `412 passed, 0 failed, 3 skipped`. The tests that
 * passed only when they were tried again stand above it: each of them is a fault to be found.
 */
export const closingLine: Reporter = {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) {
        counts[test.result().state] += 1;
        if (test.diagnostic()?.flaky)
          console.log(`Passed only when tried again: ${module.relativeModuleId} > ${test.fullName}`);
      }
      // A file that could not be loaded, or a hook that threw, has no failed test to show for it.
      counts.failed += module.errors().length;
      for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    }
    console.log(printCounts(counts.passed, counts.failed, counts.skipped + counts.pending));
  },
};

function printCounts(passed: number, failed: number, skipped: number): string {
  return `${passed} passed, ${failed} failed${skipped === 0 ? "" : `, ${skipped} skipped`}`;
}
