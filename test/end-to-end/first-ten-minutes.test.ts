import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writePackage } from "../../scripts/package.ts";
import { builtBundles } from "../built-bundles.ts";
import { firstTenMinutes } from "../first-ten-minutes.ts";

test("the first ten minutes are as the docs show them (npm run docs writes them)", async () => {
  const packed = mkdtempSync(join(tmpdir(), "zonepipe-packed-"));
  try {
    const tarball = writePackage(await builtBundles(), packed);
    await expect(await firstTenMinutes(tarball)).toMatchFileSnapshot("../../docs/first-ten-minutes.md");
  } finally {
    rmSync(packed, { recursive: true });
  }
});
