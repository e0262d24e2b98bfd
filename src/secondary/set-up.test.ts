import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { requireTool } from "../../test/tools.ts";
import { nameOf } from "../../test/zone-text.ts";
import { printSetUp, SET_UP_FORMS, type SetUp, type SetUpForm } from "./set-up.ts";

const SET_UP: SetUp = {
  primaries: ["192.0.2.53", "198.51.100.53"],
  zones: ["example.com.", "0/25.2.0.192.in-addr.arpa."].map(nameOf),
  key: { name: nameOf("ns-a-1."), algorithm: "hmac-sha256" },
  secret: "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlY3I=",
};
const WITH_CATALOG = { ...SET_UP, catalog: nameOf("catalog.example.") };

const folder = mkdtempSync(join(tmpdir(), "zonepipe-set-up-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The program that reads such a configuration, and its words before the file. */
const READERS = {
  bind: { program: "named-checkconf", from: "bind9-utils", words: [], after: [] },
  nsd: { program: "nsd-checkconf", from: "nsd", words: [], after: [] },
  knot: { program: "knotc", from: "knot", words: ["-c"], after: ["conf-check"] },
} as const;

describe("what to write into a secondary's configuration", () => {
  test.each(
    SET_UP_FORMS.flatMap((form) => [
      [form, "", SET_UP] as const,
      [form, " with a catalog", WITH_CATALOG] as const,
    ]),
  )("%s%s", async (form, more, setUp) => {
    const file = `../../test/golden/secondary/${form}${more === "" ? "" : "-catalog"}.txt`;
    await expect(printSetUp(form, setUp)).toMatchFileSnapshot(file);
  });

  test("has a word in the place of a secret that is not shown", () => {
    for (const form of SET_UP_FORMS) {
      expect(printSetUp(form, { ...SET_UP, secret: undefined })).toMatch(/SECRET\b/);
    }
  });

  test("lets no name out of its word in a shell", () => {
    const zones = [nameOf("a$(id)'b.example.")];
    expect(printSetUp("powerdns", { ...SET_UP, zones })).toContain(
      "create-secondary-zone 'a\\$\\(id\\)'\\''b.example' 192",
    );
  });

  describe.each(["bind", "nsd", "knot"] as const)("%s", (form) => {
    const { program, from } = READERS[form];
    test.skipIf(!requireTool(program, from)).each([
      ["zone by zone", SET_UP],
      ["by the catalog", WITH_CATALOG],
    ])("takes it %s", (_, setUp) => {
      expect(read(form, printSetUp(form, setUp))).toBe("");
    });
  });
});

/** What the program says against it. */
function read(form: Exclude<SetUpForm, "powerdns" | "web">, text: string): string {
  const file = join(folder, `${form}.conf`);
  writeFileSync(file, text);
  const { program, words, after } = READERS[form];
  try {
    execFileSync(program, [...words, file, ...after], { encoding: "utf8", stdio: "pipe" });
    return "";
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string }; // of execFileSync
    return `${stdout}${stderr}`;
  }
}
