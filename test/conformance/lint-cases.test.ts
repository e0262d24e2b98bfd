import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Problem } from "../../dns/problem.ts";
import { readOneZoneFile } from "../../src/zones/read-one-zone-file.ts";
import { applyRules } from "../../src/zones/validate.ts";
import { builtBundles } from "../built-bundles.ts";
import { nameOf } from "../zone-text.ts";
import { linesOf, requireSuites, suitesFolder } from "./suites.ts";

/** A zone that was made to violate a condition. */
interface LintCase {
  readonly id: string;
  readonly condition: number;
  readonly origin: string;
  readonly zonetext: string;
  readonly messages: { readonly [checker: string]: readonly string[] | undefined };
}

const isThere = requireSuites(process.env);
const SUITES = suitesFolder(process.env);

describe.skipIf(!isThere)("zone files with the same rules as YAML", () => {
  const cases = isThere ? (linesOf(SUITES, "lint-cases.jsonl.gz") as LintCase[]) : []; // as the README there says
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-lint-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each<
    [condition: number, about: string, zones: number, severity: Problem["severity"], rules: string[]]
  >([
    [1, "a record twice", 46, "error", ["duplicate-value"]],
    [2, "two SOA records", 6, "error", ["soa-multiple"]],
    [3, "a record outside the zone", 44, "error", ["out-of-zone"]],
    [
      4,
      "CNAME and other data, or two CNAMEs",
      47,
      "error",
      ["apex-cname", "cname-and-other", "cname-multiple", "dname-and-cname"],
    ],
    [5, "two DNAMEs at a name", 47, "error", ["dname-multiple"]],
    [6, "DNAME and NS at a name below the apex", 51, "error", ["dname-and-ns"]],
    [7, "a record below a DNAME", 48, "error", ["occluded-by-dname"]],
    [8, "NS below another delegation", 51, "warning", ["occluded-below-delegation"]],
    [9, "a nameserver in the zone without an address", 50, "error", ["glue-missing", "ns-target-cname"]],
  ])("condition %d, %s: found in all %d zones", async (condition, _, zones, severity, rules) => {
    // Nine zones of condition 1 hold no record twice in fact.
    const violating = cases.filter(
      (each) => each.condition === condition && (condition !== 1 || isDuplicate(each)),
    );
    expect(violating).toHaveLength(zones);
    const missed = violating.filter(({ origin, zonetext }) => {
      const found = problemsOf(origin, zonetext);
      return !found.some((problem) => problem.severity === severity && rules.includes(problem.rule));
    });
    expect(missed.map(({ id }) => id)).toEqual([]);

    const [first] = violating as [LintCase];
    expect(await checkByCommand(folder, first)).toBe(severity === "error" ? 1 : 0);
  });

  test("none of the 6337 well-formed zones is refused", () => {
    const [, ...wellFormed] = linesOf(SUITES, "ferret.jsonl.gz") as {
      id: string;
      zone: string;
      zonetext: string;
    }[]; // as the README there says
    expect(wellFormed).toHaveLength(6337);
    const refused = wellFormed.flatMap(({ id, zone, zonetext }) => {
      const errors = problemsOf(zone, zonetext).filter(({ severity }) => severity === "error");
      return errors.map(({ rule }) => `${id}: ${rule}`);
    });
    expect(refused).toEqual([]);
  });
});

function isDuplicate({ messages }: LintCase): boolean {
  return messages.powerdns?.some((message) => message.includes("Duplicate record found")) === true;
}

function problemsOf(origin: string, text: string): readonly Problem[] {
  const options = { file: "zone", bytes: Buffer.from(text), origin: nameOf(origin) };
  return applyRules(readOneZoneFile(options)).problems;
}

/** The exit status of `zonepipe check`. */
async function checkByCommand(folder: string, { id, origin, zonetext }: LintCase): Promise<number | null> {
  const file = join(folder, id);
  writeFileSync(file, zonetext);
  const words = [join(await builtBundles(), "cli.js"), "check", "--zone-file", file, "--origin", origin];
  return spawnSync(process.execPath, words).status;
}
