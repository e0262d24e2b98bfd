import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { RULES } from "../../src/lint/rules.ts";
import { checkSample } from "../check-sample.ts";
import { NAMESERVERS } from "../check-zones.ts";
import { zonepipe } from "../end-to-end/cli.ts";
import { PROPERTIES, propertyTable, type Shown } from "./groot.ts";

const ROOT = join(import.meta.dirname, "../..");
/** Where this branch has no invariants yet, what they would say is not asked for. */
const HAS_INVARIANTS = existsSync(join(ROOT, "src/invariants"));

test("the page has every property, and what finds it", () => {
  const page = readFileSync(join(ROOT, "docs/explanation/against-others.md"), "utf8");
  expect(page).toContain(propertyTable());
});

test("every rule that the table names is one, and is shown", () => {
  const known = new Set(RULES.map(({ id }) => id));
  for (const { ours, shown } of PROPERTIES) {
    const named = [...ours.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, id]) => id!);
    for (const id of named) {
      expect(known).toContain(id);
      expect(shown).toContainEqual(expect.objectContaining({ by: "check", rule: id }));
    }
  }
});

const ALL = PROPERTIES.flatMap(({ name, shown }) => shown.map((one) => [name, one] as const));
const SHOWN = ALL.filter(([, { by }]) => by !== "invariant" || HAS_INVARIANTS);

test.each(SHOWN)("%s: %j is found", async (_, one) => {
  expect(await saysSo(one)).toBe(true);
});

async function saysSo(one: Shown): Promise<boolean> {
  switch (one.by) {
    case "check":
      return (await checkSample(one.zones)).lines(one.rule).length > 0;
    case "invariant": {
      const files = { "zones/_invariants.yaml": one.invariants, "zones/example.com.yaml": one.zone };
      const { problems } = await inFolder(files, (folder) => reportOf(folder, "check"));
      return problems.some(({ rule, severity }) => rule === "invariant-broken" && severity === "error");
    }
    case "proof":
      return inFolder({ "zones/example.com.yaml": one.before }, async (folder) => {
        await zonepipe(folder, "render", "--out", "published");
        writeFileSync(join(folder, "zones/example.com.yaml"), one.after);
        const { proof } = await reportOf(folder, "plan", "--published", "published");
        return proof.consequences.some(({ cause }) => cause === one.cause);
      });
    default:
      return one satisfies never;
  }
}

/** What the tests read of a report. */
interface ReportJson {
  readonly problems: readonly { readonly rule: string; readonly severity: string }[];
  readonly proof: { readonly consequences: readonly { readonly cause: string }[] };
}

async function reportOf(folder: string, ...words: string[]): Promise<ReportJson> {
  return JSON.parse((await zonepipe(folder, ...words, "--json")).stdout); // as the report's schema says
}

async function inFolder<Result>(
  files: { readonly [path: string]: string },
  use: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-groot-"));
  try {
    for (const [path, text] of Object.entries({ "zones/_config.yaml": NAMESERVERS, ...files })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
