import { describe, expect, test } from "vitest";
import type { Severity } from "../../dns/problem.ts";
import { nameOf, zoneOf } from "../../test/zone-text.ts";
import { digestWithSerial } from "../render/render-zone.ts";
import type { Shown } from "../serial/shown.ts";
import { DEFAULT_CONFIG } from "../source/config.ts";
import type { SourceZone } from "../source/source-zone.ts";
import { checkLive, notCompared } from "./check-live.ts";
import { makePlan, type Plan } from "./plan.ts";

function source(address: string, lint: ReadonlyMap<string, Severity | "ignore"> = new Map()): SourceZone {
  const { origin, records } = zoneOf(
    "example.com.",
    `@ SOA ns1.example.net. hostmaster 0 86400 7200 3600000 3600\n@ NS ns1.example.net.\nwww A ${address}\n`,
  );
  const at = { file: "zones/example.com.yaml", line: 1, column: 1 };
  const placed = records.map((record) => ({ ...record, at, nameAt: at }));
  return { origin, records: placed, file: at.file, config: { ...DEFAULT_CONFIG, lint } };
}

const OURS = source("192.0.2.80");
const OTHERS = source("192.0.2.81");
const NOW = new Date("2026-11-22T12:00:00Z");

const serial = (value: number, content: SourceZone): Shown => ({
  by: "ns1",
  nameserver: "ns1",
  kind: "serial",
  serial: value,
  digest: { algorithm: 1, digest: digestWithSerial(content, value, 1) },
});
const SILENT: Shown = { by: "ns2", kind: "silent", reason: "no reply in 2 s" };

function planned(shown: readonly Shown[], zone = OURS): Plan {
  return makePlan([zone], () => ({ shown }), [], NOW);
}

const told = ({ problems, notChecked }: ReturnType<typeof checkLive>) => ({
  problems: problems.map(({ severity, rule, message }) => `${severity} ${rule}: ${message}`),
  notChecked: notChecked.map(({ rule, reason }) => `${rule}: ${reason}`),
});

const UNKNOWN_COMMIT = "live-drift: the last deployed commit of example.com. is not known here";
const UNSEEN = [
  "mass-delete",
  "apex-change",
  "zone-removed",
  "ds-change",
  "serial-far-ahead",
  "mixed-caches",
  "deleted-but-referenced",
  "ttl-not-lowered",
].map((rule) => `${rule}: the published records of example.com. were not seen`);

describe("a plan beside what the nameservers show", () => {
  test("a new zone has nothing to compare with", () => {
    expect(told(checkLive(planned([])))).toEqual({ problems: [], notChecked: [] });
  });

  test("the content is what is answered", () => {
    expect(told(checkLive(planned([serial(7, OURS)]), () => OURS))).toEqual({
      problems: [],
      notChecked: UNSEEN,
    });
  });

  test("the content changes, and the serial goes up", () => {
    expect(told(checkLive(planned([serial(7, OTHERS)]), () => OTHERS)).problems).toEqual([]);
  });

  test("somebody answers what was never deployed", () => {
    expect(told(checkLive(planned([serial(7, OURS)]), () => OTHERS)).problems).toEqual([
      "error live-drift: Serial 7 is answered by ns1 with other content than was deployed",
    ]);
  });

  test("the commit that was deployed last is not known", () => {
    expect(told(checkLive(planned([serial(7, OURS)]))).notChecked).toContain(UNKNOWN_COMMIT);
  });

  test("nothing was deployed, so that no nameserver answers a digest: drift is no word", () => {
    const notOurs: Shown = { by: "ns1", nameserver: "ns1", kind: "serial", serial: 7 };
    const { nameserver: _, ...rendered } = serial(7, OURS);
    for (const shown of [[SILENT], [notOurs], [{ ...rendered, by: "build/zones" }]])
      expect(told(checkLive(planned(shown))).notChecked.join()).not.toContain("live-drift");
  });

  test("a nameserver is silent, so serials are not compared", () => {
    const reason = "the serials of example.com. were not compared with what is answered: ns2 said nothing";
    expect(told(checkLive(planned([serial(7, OURS), SILENT]), () => OURS))).toEqual({
      problems: [],
      notChecked: [
        ...UNSEEN,
        `serial-not-increased: ${reason}`,
        `serial-jump: ${reason}`,
        `serial-behind-live: ${reason}`,
      ],
    });
  });

  test("two serials of which neither is the greater", () => {
    expect(
      told(checkLive(planned([serial(1, OURS), serial(2 ** 31 + 1, OURS)]), () => OURS)).problems,
    ).toEqual([`error serial-jump: No serial is greater than all of these: 1 (ns1), ${2 ** 31 + 1} (ns1)`]);
  });

  test("the zone's own levels hold", () => {
    const lint = new Map([["live-drift", "warning"]] as const);
    const zone = source("192.0.2.80", lint);
    expect(told(checkLive(planned([serial(7, OURS)], zone), () => OTHERS)).problems).toEqual([
      "warning live-drift: Serial 7 is answered by ns1 with other content than was deployed",
    ]);
  });

  test("published records that were seen leave nothing about changes unchecked", () => {
    const plan = makePlan([OURS], () => ({ shown: [serial(7, OTHERS)], records: OTHERS.records }), [], NOW);
    expect(told(checkLive(plan, () => OTHERS))).toEqual({ problems: [], notChecked: [] });
  });
});

test("many zones make one sentence", () => {
  const zones = ["a", "b", "c", "d"].map((label) => ({ ...OURS, origin: nameOf(`${label}.example.`) }));
  const plan = makePlan(zones, () => ({ shown: [serial(7, OURS)] }), [], NOW);
  expect(checkLive(plan).notChecked.at(-1)).toEqual({
    rule: "live-drift",
    reason: "the last deployed commit of a.example., b.example. and 2 more is not known here",
  });
});

test("a command without a plan checks none of these rules", () => {
  const { problems, notChecked } = notCompared("check");
  expect([problems, new Set(notChecked.map(({ reason }) => reason)), notChecked.length]).toEqual([
    [],
    new Set(["`zonepipe check` compares the zones with nothing; `zonepipe plan` does"]),
    11,
  ]);
});
