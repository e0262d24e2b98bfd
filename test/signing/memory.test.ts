import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const SIGNATURES = 60_000;
/** Octets: 40 for each signature, or 800 for each key, would be more. */
const MOST_GROWTH = 2 << 20;

test("signatures and keys that are closed take no memory", () => {
  const program = join(import.meta.dirname, "sign-often.ts");
  const flags = ["--no-warnings", "--experimental-ffi"];
  const grown = execFileSync(process.execPath, [...flags, program, `${SIGNATURES}`], { encoding: "utf8" });
  expect(Number(grown)).toBeLessThan(MOST_GROWTH);
});
