import { delimiter } from "node:path";
import { defineConfig } from "vitest/config";
import { closingLine } from "./test/closing-line.ts";

export default defineConfig({
  test: {
    include: ["{dns,server,src,test,scripts}/**/*.test.ts"],
    globalSetup: "test/bundles.ts",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Debian keeps nsd, named and knotd in folders that only root has on the PATH.
    env: { PATH: [process.env.PATH, "/usr/sbin", "/sbin"].join(delimiter) },
    reporters: ["default", ...(process.env.GITHUB_ACTIONS === "true" ? ["github-actions"] : []), closingLine],
  },
});
