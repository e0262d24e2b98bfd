import { delimiter } from "node:path";
import { defineConfig } from "vitest/config";
import { closingLine } from "./test/closing-line.ts";

const CONFORMANCE = "test/conformance/**/*.test.ts";

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "zonepipe",
          include: ["{dns,server,src,test,scripts}/**/*.test.ts"],
          exclude: [CONFORMANCE],
        },
      },
      { extends: true, test: { name: "conformance", include: [CONFORMANCE] } }, // suites that others wrote
    ],
    globalSetup: "test/run-folder.ts",
    maxWorkers: 2, // many tests wait for other programs, so two share even a machine with two cores well
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Debian keeps nsd, named and knotd in folders that only root has on the PATH.
    env: { PATH: [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter) },
    reporters: ["default", ...(process.env.GITHUB_ACTIONS === "true" ? ["github-actions"] : []), closingLine],
  },
});
