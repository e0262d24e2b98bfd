import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import type { Problem } from "../../../dns/problem.ts";
import { answer, nameIn, proofOf } from "../../../test/full-proof.ts";
import { FULL_REPORT } from "../../../test/full-report.ts";
import { CODE_SCANNING_SCHEMA } from "../../../test/sarif-schema.ts";
import { REFUSALS } from "../../lint/refusals.ts";
import { RULES } from "../../lint/rules.ts";
import { reviewPlan } from "../../plan/review.ts";
import type { Report } from "../report.ts";
import { type SarifSettings, toSarif } from "./sarif.ts";

const SETTINGS: SarifSettings = { version: "1.2.3", inRepository: (file) => file };

/** The parts that the tests look at. */
interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly Rule[] } };
      readonly invocations: readonly [
        {
          readonly toolConfigurationNotifications: readonly Notification[];
          readonly toolExecutionNotifications: readonly Notification[];
        },
      ];
      readonly results: readonly Result[];
    },
  ];
}

interface Rule {
  readonly id: string;
  readonly helpUri?: string;
  readonly defaultConfiguration: { readonly level: string };
  readonly help: { readonly text: string };
}

interface Notification {
  readonly message: { readonly text: string };
}

interface Result extends Notification {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly locations: readonly [
    { readonly physicalLocation: { readonly artifactLocation: { uri: string }; readonly region: object } },
  ];
  readonly partialFingerprints: { readonly primaryLocationLineHash: string };
}

const validate = new Ajv({ allErrors: true }).compile(CODE_SCANNING_SCHEMA);

/** The log of a report, which GitHub takes. */
function logOf(more: Partial<Report>, settings = SETTINGS): Log["runs"][0] {
  const log = toSarif({ ...EMPTY, ...more }, settings);
  if (!validate(log)) throw new Error(JSON.stringify(validate.errors));
  return (log as unknown as Log).runs[0]; // the schema says so
}

const EMPTY: Report = {
  command: "plan",
  outcome: "fine",
  counts: { zones: 1, records: 1 },
  problems: [],
  notes: [],
  milliseconds: 1,
};

const problem = (line: number, more: Partial<Problem> = {}): Problem => ({
  file: "zones/example.com.yaml",
  line,
  column: 9,
  rule: "mx-preference",
  severity: "error",
  message: 'MX preference is "ten"; expected a whole number from 0 to 65535',
  help: "Write a number.",
  ...more,
});

const fingerprints = (...problems: readonly Problem[]) =>
  logOf({ problems }).results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);

test("a report with one of everything is as code scanning asks", () => {
  const { results, tool } = logOf(FULL_REPORT);
  expect(results.map(({ level, ruleId }) => [level, ruleId])).toEqual([
    ["error", "mx-preference"],
    ["error", "wrong-answers"],
    ["warning", "octodns-lenient"],
    ["note", "changed-answers"],
    ["note", "changed-answers"],
  ]);
  for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]!.id).toBe(ruleId);
  expect(results[0]!.locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: "zones/example.com.yaml" },
    region: { startLine: 14, startColumn: 9, endLine: 14, endColumn: 10 },
  });
});

test("wrong answers are at the record that was asked for", () => {
  const answers = logOf(FULL_REPORT).results.find(({ ruleId }) => ruleId === "wrong-answers")!;
  expect(answers.locations[0].physicalLocation).toMatchObject({ region: { startLine: 4 } });
});

test("a consequence is at the line of its cause, and that of what goes at the beginning of its zone", () => {
  const { results } = logOf(FULL_REPORT);
  const lines = results
    .filter(({ ruleId }) => ruleId === "changed-answers")
    .map(({ locations }) => locations[0].physicalLocation);
  expect(lines).toMatchObject([{ region: { startLine: 9 } }, { region: { startLine: 1 } }]);
});

test("a fault of ours is an error of the tool, for it has no place in a file", () => {
  const proof = proofOf([], { unexplained: [answer(nameIn("www"), "A", ["no data", "NXDOMAIN"])] });
  const { invocations } = logOf({ proof, outcome: "blocked" });
  expect(invocations[0]).toMatchObject({
    executionSuccessful: false,
    toolExecutionNotifications: [
      {
        level: "error",
        message: {
          text: expect.stringMatching(
            /the first for dig www.example.com. A: no data → NXDOMAIN\. .*report it/,
          ),
        },
      },
    ],
  });
});

describe("rules", () => {
  const rulesFolder = "https://github.com/example-org/zonepipe/blob/v1/docs/rules";

  test("all are there, whatever was found, with help, a level and a link", () => {
    const { rules } = logOf({}, { ...SETTINGS, rulesFolder }).tool.driver;
    expect(rules.map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    expect(rules.find(({ id }) => id === "ttl-low")).toMatchObject({
      defaultConfiguration: { level: "warning" },
      helpUri: `${rulesFolder}/ttls.md#ttl-low`,
      help: { text: expect.stringContaining("How to mend it") },
    });
  });

  test("what is refused comes when it is found, and links to their page", () => {
    const problems = [...REFUSALS.keys(), "mx-preference"].map((rule, index) => problem(index + 1, { rule }));
    const { rules } = logOf({ problems }, { ...SETTINGS, rulesFolder }).tool.driver;
    const { rules: ofAnswers } = logOf(FULL_REPORT, { ...SETTINGS, rulesFolder }).tool.driver;
    expect(ofAnswers.find(({ id }) => id === "changed-answers")).toMatchObject({
      defaultConfiguration: { level: "note" },
      helpUri: `${rulesFolder}/README.md`,
    });
    for (const { rule } of problems) {
      const found = rules.find(({ id }) => id === rule)!;
      expect(found.help.text).not.toContain("The message says how");
      expect(found.helpUri).toBe(`${rulesFolder}/refusals.md`);
    }
  });

  test("without a known address there is no link", () => {
    expect(logOf({}).tool.driver.rules.filter(({ helpUri }) => helpUri !== undefined)).toEqual([]);
  });
});

describe("fingerprints", () => {
  test("stay when lines move, those of the message too", () => {
    const message = (line: number) =>
      `www.example.com. has a second CNAME; the first is in line ${line}, or at zones/b.yaml:${line}:3`;
    expect(fingerprints(problem(14, { message: message(10) }))).toEqual(
      fingerprints(problem(24, { message: message(20) })),
    );
  });

  test("tell rules, files and findings apart", () => {
    const all = fingerprints(
      problem(1),
      problem(1, { rule: "ttl-low" }),
      problem(1, { file: "zones/example.org.yaml" }),
      problem(1, { message: "MX preference is -1" }),
    );
    expect(new Set(all).size).toBe(4);
  });

  test("of findings that are alike are counted", () => {
    const [first, second] = fingerprints(problem(1), problem(2));
    expect(first).toMatch(/:1$/);
    expect(second).toBe(first!.replace(/:1$/, ":2"));
  });
});

describe("places", () => {
  test.each([
    ["zones/example.com.yaml", "zones/example.com.yaml"],
    ["zones/a b#c?.yaml", "zones/a%20b%23c%3F.yaml"],
    ["c:evil.yaml", "c%3Aevil.yaml"],
    ["zones/m\u00fcller.yaml", "zones/m%C3%BCller.yaml"],
    ["zones/\ud800.yaml", "zones/%EF%BF%BD.yaml"],
    ["/elsewhere/a b.yaml", "file:///elsewhere/a%20b.yaml"],
  ])("%j is %s", (file, uri) => {
    const [result] = logOf({ problems: [problem(1, { file })] }).results;
    expect(result!.locations[0].physicalLocation.artifactLocation.uri).toBe(uri);
  });

  test("are as the repository has them", () => {
    const inRepository = (file: string) => `infra/${file}`;
    const [result] = logOf({ problems: [problem(1)] }, { ...SETTINGS, inRepository }).results;
    expect(result!.locations[0].physicalLocation.artifactLocation.uri).toBe("infra/zones/example.com.yaml");
  });

  test("what has none is a notification, as is what was not checked", () => {
    const { plan } = FULL_REPORT;
    const review = reviewPlan(plan!, () => undefined);
    const { results, invocations } = logOf({
      plan: plan!,
      review,
      notChecked: [{ rule: "spf-lookups", reason: "nobody was asked" }],
    });
    expect(results).toEqual([]);
    expect(invocations[0].toolExecutionNotifications).toEqual([
      { level: "error", message: { text: expect.stringContaining("zonepipe:allow-removal:old.test") } },
    ]);
    expect(invocations[0].toolConfigurationNotifications).toEqual([
      expect.objectContaining({ message: { text: "Not checked: spf-lookups, for nobody was asked." } }),
    ]);
  });
});

describe("GitHub's limits", () => {
  test("5,000 results, the worst first, and a word about the rest", () => {
    const problems = Array.from({ length: 6_000 }, (_, index) =>
      problem(index + 1, { severity: index < 3_000 ? "info" : "error" }),
    );
    const { results, invocations } = logOf({ problems });
    expect(results).toHaveLength(5_000);
    expect(results.filter(({ level }) => level === "error")).toHaveLength(3_000);
    expect(invocations[0].toolExecutionNotifications).toEqual([
      { level: "note", message: { text: "1000 more results left out." } },
    ]);
  });

  test("long messages are cut, so that the file stays below 10 MB", () => {
    const [result] = logOf({ problems: [problem(1, { message: "\u{1f600}".repeat(40_000) })] }).results;
    expect(result!.message.text.length).toBeLessThan(1_010);
    expect(result!.message.text.isWellFormed()).toBe(true);
  });
});
