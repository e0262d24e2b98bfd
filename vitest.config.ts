import { availableParallelism } from "node:os";
import { delimiter } from "node:path";
import { defineConfig } from "vitest/config";
import { closingLine } from "./test/closing-line.ts";

const CONFORMANCE = "test/conformance/**/*.test.ts";
/** Of `test/`, what is done sooner than a process of its own has imported it. */
const SHORT = [
  "test/{bench-server,editors,lsp,past,proof,status}/**/*.test.ts",
  "test/differential/{make-questions,make-universe,minimise,print-table,report}.test.ts",
  "test/soak/{complaints,find-leak,judge-answers}.test.ts",
  "test/{dnsviz,documents,regular-expressions,stand-ins,yaml-records,zonemaster}.test.ts",
];

export default defineConfig({
  test: {
    projects: [
      // Projects run in the order of their names, so what takes long begins first.
      { extends: true, test: { name: "conformance", include: [CONFORMANCE] } }, // suites that others wrote
      {
        extends: true,
        test: { name: "whole", include: ["test/**/*.test.ts"], exclude: [CONFORMANCE, ...SHORT] },
      },
      {
        extends: true,
        test: {
          name: "zonepipe", // beside the code, and what is short
          include: ["{browser,dns,playground,server,src,scripts}/**/*.test.ts", ...SHORT],
          isolate: false, // a process for each of so many short files would cost more than they do
        },
      },
    ],
    globalSetup: "test/run-folder.ts",
    setupFiles: ["test/property-seed.ts", "test/no-collections.ts"],
    retry: process.env.CI === undefined ? 0 : 1, // many tests talk to other programs on busy machines; the closing line names who needed it
    maxWorkers: availableParallelism() + 2, // a worker computes for half of its time and waits for other programs in the other
    testTimeout: 120_000, // for machines that are busy: what hangs is found all the same
    hookTimeout: 120_000,
    // Debian keeps nsd, named and knotd in folders that only root has on the PATH.
    env: { PATH: [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter) },
    reporters: ["default", ...(process.env.GITHUB_ACTIONS === "true" ? ["github-actions"] : []), closingLine],
  },
});
