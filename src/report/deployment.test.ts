import { describe, expect, test } from "vitest";
import { typeCode } from "../../dns/types.ts";
import {
  BESIDE_SECONDARIES,
  DEPLOYED,
  LAGGING,
  ROLLED_BACK,
  reportOf,
  UNCHANGED,
  ZONE,
} from "../../test/deployments.ts";
import type { Deployment } from "./deployment.ts";
import { seconds } from "./deployment-wording.ts";
import { findingsOf } from "./findings.ts";
import { reportToJson } from "./json.ts";
import { printMarkdown } from "./markdown/markdown.ts";
import { printTerminal } from "./terminal.ts";

const LINKS = {
  repository: "https://github.com/example-org/dns",
  head: DEPLOYED.commit,
  run: "https://github.com/example-org/dns/actions/runs/7",
};

const GOLDEN = "../../test/golden/deployment";

describe.each<[string, Deployment]>([
  ["deployed", DEPLOYED],
  ["unchanged", UNCHANGED],
  ["rolled-back", ROLLED_BACK],
  ["lagging", LAGGING],
  ["beside-secondaries", BESIDE_SECONDARIES],
])("a deployment that is %s", (name, deployment) => {
  test("as a comment", async () => {
    await expect(printMarkdown(reportOf(deployment), { links: LINKS })).toMatchFileSnapshot(
      `${GOLDEN}/${name}.md`,
    );
  });

  test("on a terminal", async () => {
    await expect(printTerminal(reportOf(deployment), false)).toMatchFileSnapshot(`${GOLDEN}/${name}.txt`);
  });
});

test("as JSON, with what every machine and every nameserver answered", async () => {
  const text = `${JSON.stringify(reportToJson(reportOf(LAGGING)), undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot(`${GOLDEN}/lagging.json`);
});

test("as JSON, with where every secondary stands", async () => {
  const text = `${JSON.stringify(reportToJson(reportOf(BESIDE_SECONDARIES)), undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot(`${GOLDEN}/beside-secondaries.json`);
});

test("beside the code, each secondary that does not follow is a warning", () => {
  expect(
    findingsOf(reportOf(BESIDE_SECONDARIES)).map(({ severity, message }) => `${severity} ${message}`),
  ).toEqual([
    "warning Secondary ns4.example.org. (203.0.113.54) does not follow: example.com. (behind).",
    "warning Secondary ns5.example.org. (203.0.113.55) does not follow: example.com. (other content).",
    "warning Secondary ns6.example.org. (203.0.113.56) does not follow: example.com. (silent).",
  ]);
});

test("a secondary with a thousand zones shows first what is wrong, and counts the rest", () => {
  const [proof] = BESIDE_SECONDARIES.secondaries!;
  const zones = Array.from({ length: 1_000 }, (_, index) => ({
    ...proof!.zones[0]!,
    zone: `${String.fromCharCode(7)}z${String(index).padStart(6, "0")}${ZONE}` as typeof ZONE,
    ...(index === 500 && { standing: { kind: "absent" as const } }),
  }));
  const report = reportOf({ ...DEPLOYED, secondaries: [{ ...proof!, zones }] });
  for (const text of [printMarkdown(report), printTerminal(report, false)]) {
    expect(text).toContain("z000500.example.com.");
    expect(text).not.toContain("z000501.example.com.");
    expect(text).toMatch(/… and 9[89]0 more zones/);
    expect(text).toContain("0 of 1 secondary follows");
  }
});

describe("a thousand zones of which one lags", () => {
  const zones = Array.from({ length: 1_000 }, (_, index) => ({
    zone: `${String.fromCharCode(7)}z${String(index).padStart(6, "0")}${ZONE}` as typeof ZONE,
    serial: 7,
    digest: "ab".repeat(48),
    isExpected: index !== 500,
  }));
  const { proof: _, ...rest } = DEPLOYED;
  const many: Deployment = { ...rest, machines: DEPLOYED.machines.map((machine) => ({ ...machine, zones })) };
  const text = printMarkdown(reportOf(many), { limit: 65_000, elsewhere: "the summary" });

  test("fits in a comment", () => expect(text.length).toBeLessThanOrEqual(65_000));

  test("shows that one, and folds or counts the others", () => {
    const open = text.replace(/<details>[\s\S]*?<\/details>/g, "");
    expect(open).toContain("z000500.example.com.");
    expect(open).not.toContain("z000501.example.com.");
    expect(printTerminal(reportOf(many), false).split("\n").length).toBeLessThan(200);
  });
});

describe("drift", () => {
  const drift = {
    digest: "c0ffee".repeat(10),
    removed: [],
    zones: [
      {
        origin: ZONE,
        changes: [
          {
            owner: ZONE,
            type: typeCode("TXT")!,
            kind: "removed" as const,
            added: [],
            removed: [{ owner: ZONE, type: typeCode("TXT")!, ttl: 60, rdata: "\x10| @team </b>\x1b[0m" }],
          },
        ],
      },
    ],
  };
  const { before: _, ...rest } = UNCHANGED;
  const report = reportOf({ ...rest, outcome: "refused", drift, failure: "1 change is in no pull request" });

  test("stands before everything else, by value, with what accepts it", () => {
    const text = printMarkdown(report);
    expect(text).toMatch(/\| − \| `example\.com\.` \| `example\.com\.` \| TXT \| .* \| 60 \| {2}\|/);
    expect(text.indexOf("### In no pull request")).toBeLessThan(text.indexOf("### What the world answers"));
    expect(text).toContain(`\`accept-drift\` set to \`${drift.digest}\``);
    expect(text).not.toContain("What is live now");
    expect(printTerminal(report, false)).toContain(`--accept-drift ${drift.digest}`);
  });

  test("lets nothing of a value act", () => {
    expect(printMarkdown(report)).toContain('`"\\| @team </b>\\027[0m"`');
    expect(printTerminal(report, false)).not.toContain("\x1b");
    expect(JSON.stringify(reportToJson(report))).toContain(drift.digest);
  });
});

test.each([
  [40, "40 ms"],
  [949, "949 ms"],
  [950, "1 s"],
  [119_400, "119 s"],
  [125_000, "2 min 5 s"],
])("%i milliseconds are %s", (milliseconds, text) => expect(seconds(milliseconds)).toBe(text));
