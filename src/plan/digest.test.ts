import { describe, expect, test } from "vitest";
import type { Name } from "../../dns/name.ts";
import { BASE, COM, planned, zoneOf } from "../../test/planned.ts";
import { changesDigest, type DigestedChanges, planDigest } from "./digest.ts";
import { makePlan } from "./plan.ts";

const NET = "\x07example\x03net\0" as Name;
const AFTER = `${BASE.replace("192.0.2.1\n", "192.0.2.2\n").replace("old A", "old 60 A")}x A 192.0.2.7\nx A 192.0.2.8\n`;

test("the digest of a plan stays what it was: labels and deployments of other versions have it", () => {
  const plan = planned('@ 300 NS ns9\nwww 300 TXT "\\200\\255x"\nmail 300 A 192.0.2.255\n');
  expect(planDigest(plan)).toBe("f43f085af534d96ce7a843413982de3cfc8c95d6863486eb9af17a2a227d3ed2");
});

describe("the digest of a plan is the same", () => {
  const digest = planDigest(planned(AFTER));

  test.each<[string, string, string, string]>([
    ["another day", AFTER, BASE, "2030-01-01"],
    ["another serial", AFTER.replace(" 0 7200", " 99 7200"), BASE, "2026-11-22"],
    ["another serial before", AFTER, BASE.replace(" 0 7200", " 99 7200"), "2026-11-22"],
    ["another ZONEMD before", AFTER, `${BASE}@ ZONEMD 0 1 1 ${"ab".repeat(48)}\n`, "2026-11-22"],
    ["records in another order", `\n${AFTER.trim().split("\n").reverse().join("\n")}\n`, BASE, "2026-11-22"],
    [
      "owners in another case",
      AFTER.replace(/^(x|www) /gm, (name) => name.toUpperCase()),
      BASE,
      "2026-11-22",
    ],
    [
      "other records that do not change",
      `${AFTER}same A 192.0.2.9\n`,
      `${BASE}same A 192.0.2.9\n`,
      "2026-11-22",
    ],
  ])("for %s", (_, after, before, now) => {
    expect(planDigest(planned(after, before, now))).toBe(digest);
  });

  test("in whatever order the changes and the zones come, and with zones in which nothing changes", () => {
    const { changes } = planned(AFTER).zones[0]!;
    const one: DigestedChanges["zones"][number] = { origin: COM, changes: changes! };
    const other = { origin: NET, changes: changes!.slice(0, 1) };
    const turned = { origin: COM, changes: changes!.toReversed() };
    const removed = [{ origin: NET }, { origin: COM }];
    expect(changes!.length).toBeGreaterThan(2);
    expect(changesDigest({ zones: [turned], removed: [] })).toBe(digest);
    expect(changesDigest({ zones: [one, { origin: NET, changes: [] }], removed: [] })).toBe(digest);
    expect(changesDigest({ zones: [other, turned], removed })).toBe(
      changesDigest({ zones: [one, other], removed: removed.toReversed() }),
    );
  });
});

describe("the digest of a plan differs", () => {
  const many = `${BASE}www 86400 A 192.0.2.5\n`;

  test("for each of these", () => {
    const digests = [
      planned(BASE),
      planned(AFTER),
      planned(AFTER.replace("192.0.2.2\n", "192.0.2.3\n")), // another value
      planned(AFTER.replace("86400", "300")), // another TTL of it
      planned(AFTER.replace("old 60 A", "old 61 A")), // another TTL of what stays
      planned(AFTER.replace(/^x A/gm, "y A")), // another name
      planned(AFTER.replace(/^x A .*$/gm, "x AAAA 2001:db8::1")), // another type
      planned(AFTER.replace("x A 192.0.2.8\n", "")), // a value less
      planned(AFTER.replace(" 900\n", " 300\n")), // a timer of the SOA
      planned(BASE, AFTER), // back
      planned(BASE, many), // a value that goes
      planned(BASE.replace(/^www .*\n/m, ""), BASE.replace("192.0.2.1\n", "192.0.2.5\n")), // it goes, and its RRset
    ].map(planDigest);
    expect(new Set(digests).size).toBe(digests.length);
  });

  test("for another zone, and for a zone that goes", () => {
    const { changes } = planned(AFTER).zones[0]!;
    const digests = [
      changesDigest({ zones: [], removed: [] }),
      changesDigest({ zones: [{ origin: COM, changes: changes! }], removed: [] }),
      changesDigest({ zones: [{ origin: NET, changes: changes! }], removed: [] }),
      changesDigest({ zones: [{ origin: COM, changes: changes! }], removed: [{ origin: NET }] }),
      changesDigest({ zones: [], removed: [{ origin: NET }] }),
    ];
    expect(new Set(digests).size).toBe(digests.length);
  });
});

test("there is no digest where the changes are not known", () => {
  const shown = [{ by: "ns1", kind: "silent", reason: "no reply" }] as const;
  expect(planDigest(makePlan([zoneOf(BASE)], () => ({ shown }), [], new Date(0)))).toBeUndefined();
});
