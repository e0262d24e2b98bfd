import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { requireSuites } from "./suites.ts";

describe("the conformance suites", () => {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-suites-"));
  const absent = join(folder, "absent");
  beforeAll(() => writeFileSync(join(folder, "run.py"), ""));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each([undefined, "1"])("are run where they are there, with REQUIRE_TOOLS=%s", (REQUIRE_TOOLS) => {
    expect(requireSuites({ CONFORMANCE: folder, REQUIRE_TOOLS })).toBe(true);
  });

  test.each([
    ["are skipped with a line where they are not there", { CONFORMANCE: absent }],
    [
      "are skipped with a line where the run says that there are none",
      { CONFORMANCE: "none", REQUIRE_TOOLS: "1" },
    ],
  ])("%s", (_, environment) => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    expect(requireSuites(environment)).toBe(false);
    expect(warn).toHaveBeenCalledWith(expect.stringMatching(/^skipped: .*no conformance suites/));
    warn.mockRestore();
  });

  test("must be there under REQUIRE_TOOLS=1", () => {
    expect(() => requireSuites({ CONFORMANCE: absent, REQUIRE_TOOLS: "1" })).toThrow(
      `no conformance suites at ${absent}`,
    );
  });
});
