import { describe, expect, test } from "vitest";
import type { Name } from "../../dns/name.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { DEFAULT_CONFIG } from "../config.ts";
import type { SourceZone } from "../source-zone.ts";
import { dangersOf, labelFor, refused } from "./dangers.ts";
import { planDigest } from "./digest.ts";
import { effectsOf, span } from "./effects.ts";
import { makePlan, type Plan } from "./plan.ts";

const COM = "\x07example\x03com\0" as Name;

const BASE = `
@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 900
@ 3600 NS ns1
@ 3600 MX 10 mail
@ 300 TXT "v=spf1 mx -all"
@ 300 CAA 0 issue "ca.test"
ns1 A 192.0.2.53
mail A 192.0.2.25
www 86400 A 192.0.2.1
alias CNAME old
old A 192.0.2.9
_dmarc TXT "v=DMARC1; p=reject"
k._domainkey TXT "v=DKIM1; p=AAAA"
child NS ns.example.net.
child DS 60485 13 2 ${"ab".repeat(32)}
`;

function zoneOf(text: string, origin = COM): SourceZone {
  const { records, problems } = parseZoneFile({
    file: "z",
    bytes: Buffer.from(text),
    origin,
    defaultTtl: 300,
  });
  expect(problems).toEqual([]);
  return {
    origin,
    file: "z",
    config: DEFAULT_CONFIG,
    records: records.map((record) => ({ ...record, nameAt: record.at })),
  };
}

function planned(after: string, before = BASE, now = "2026-11-22"): Plan {
  const { records } = zoneOf(before);
  const shown = [{ by: "build", kind: "serial", serial: 7 } as const];
  return makePlan([zoneOf(after)], () => ({ records, shown }), [], new Date(now));
}

const without = (pattern: RegExp) => BASE.replace(pattern, "");
const nobody = () => undefined;

describe("dangers", () => {
  test.each([
    ["nothing changed", BASE, []],
    ["a value changed", BASE.replace("192.0.2.1\n", "192.0.2.2\n"), []],
    ["one name deleted", without(/^old .*\n/m), []],
    [
      "a third of the RRsets deleted",
      without(/^(old|alias|www|_dmarc|k\._domainkey) .*\n/gm),
      ["zonepipe:allow-deletes:example.com: 5 of 14 RRsets are deleted (36 %)"],
    ],
    ["the apex NS changed", BASE.replace("@ 3600 NS ns1", "@ 3600 NS ns2.example.net."), ["ns"]],
    ["only the TTL of the apex NS changed", BASE.replace("@ 3600 NS", "@ 7200 NS"), []],
    ["the MNAME changed", BASE.replace("SOA ns1", "SOA ns2"), ["mname"]],
    ["a timer changed", BASE.replace(" 900\n", " 300\n"), []],
    ["a DS changed", BASE.replace("60485", "60486"), ["ds"]],
    ["a DS removed", without(/^child DS .*\n/m), ["ds"]],
  ])("%s", (_, after, expected) => {
    const found = dangersOf(planned(after), nobody).map(({ kind, label, message }) =>
      kind === "deletes" ? `${label}: ${message}` : kind,
    );
    expect(found).toEqual(expected);
  });

  test("more than a hundred deletes are too many in any zone", () => {
    const many = Array.from({ length: 1000 }, (_, index) => `h${index} A 192.0.2.1\n`);
    const plan = planned(`${BASE}${many.slice(101).join("")}`, `${BASE}${many.join("")}`);
    expect(dangersOf(plan, nobody).map(({ kind }) => kind)).toEqual(["deletes"]);
  });

  test("a zone that is gone is a danger, and an allowance for its label settles it", () => {
    const plan = makePlan([], () => ({ shown: [] }), [{ origin: COM, records: 9 }], new Date(0));
    expect(refused(dangersOf(plan, nobody))).toHaveLength(1);
    const allowed = { by: "hostmaster", at: "2026-11-22T10:00:00Z" };
    const dangers = dangersOf(plan, (label) =>
      label === "zonepipe:allow-removal:example.com" ? allowed : undefined,
    );
    expect(dangers).toEqual([expect.objectContaining({ allowed })]);
    expect(refused(dangers)).toEqual([]);
  });

  test("labels fit GitHub's fifty characters, and differ for zones that begin alike", () => {
    const long = (end: string) => `\x20${"a".repeat(32)}\x20${"b".repeat(31)}${end}\x03com\0` as Name;
    expect(labelFor("removal", long("x"))).toHaveLength(50);
    expect(labelFor("removal", long("x"))).not.toBe(labelFor("removal", long("y")));
    expect(labelFor("ds", "\0" as Name)).toBe("zonepipe:allow-ds:.");
  });
});

describe("effects", () => {
  test.each([
    [
      "a new name",
      `${BASE}new A 192.0.2.7\n`,
      ["cached: Resolvers that asked before may say for 15 minutes that it does not exist"],
    ],
    [
      "a value behind a TTL of a day",
      BASE.replace("192.0.2.1\n", "192.0.2.2\n"),
      [
        "cached: Resolvers may keep the old answer for 1 day",
        "ttl-not-lowered: Its TTL of 1 day was not lowered first: both answers are about until then",
      ],
    ],
    [
      "a name that goes, and an alias that points to it",
      without(/^old .*\n/m),
      [
        "cached: Resolvers may keep the old answer for 5 minutes",
        "name-gone: old.example.com. stops existing",
        "dangling: alias.example.com. CNAME still points to old.example.com., which goes",
      ],
    ],
    [
      "SPF",
      BASE.replace("v=spf1 mx", "v=spf1 a"),
      [
        "cached: Resolvers may keep the old answer for 5 minutes",
        "policy: Who may send mail for this name changes (SPF)",
      ],
    ],
    ["DMARC", BASE.replace("p=reject", "p=none"), [expect.any(String), expect.stringContaining("(DMARC)")]],
    ["DKIM", BASE.replace("p=AAAA", "p=BBBB"), [expect.any(String), expect.stringContaining("(DKIM)")]],
    [
      "MX",
      BASE.replace("10 mail", "20 mail"),
      [expect.any(String), "policy: Mail for this name goes elsewhere"],
    ],
    [
      "CAA",
      BASE.replace("ca.test", "other.test"),
      [expect.any(String), expect.stringContaining("certificates")],
    ],
    [
      "a DS that goes",
      without(/^child DS .*\n/m),
      [expect.any(String), "delegation: The child is no longer signed for validators"],
    ],
  ])("of %s", (_, after, expected) => {
    expect(effectsOf(planned(after)).map(({ kind, message }) => `${kind}: ${message}`)).toEqual(expected);
  });

  test.each([
    [1, "1 second"],
    [90, "90 seconds"],
    [300, "5 minutes"],
    [3600, "1 hour"],
    [5400, "90 minutes"],
    [86400, "1 day"],
    [172801, "2.1 days"],
  ])("%i seconds are %s", (seconds, words) => {
    expect(span(seconds)).toBe(words);
  });
});

describe("the digest of a plan", () => {
  const after = BASE.replace("192.0.2.1\n", "192.0.2.2\n");

  test("is the same for the same changes, whatever the day and the serial", () => {
    expect(planDigest(planned(after))).toBe(planDigest(planned(after, BASE, "2030-01-01")));
    expect(planDigest(planned(after))).toBe(planDigest(planned(after.replace(" 0 7200", " 99 7200"))));
  });

  test.each([
    ["another value", after.replace("192.0.2.2\n", "192.0.2.3\n")],
    ["another TTL", after.replace("86400", "300")],
    ["another name", `${after}x A 192.0.2.2\n`],
    ["nothing", BASE],
  ])("differs for %s", (_, other) => {
    expect(planDigest(planned(other))).not.toBe(planDigest(planned(after)));
  });

  test("does not exist where the changes are not known", () => {
    const plan = makePlan(
      [zoneOf(BASE)],
      () => ({ shown: [{ by: "ns1", kind: "silent", reason: "no reply" }] }),
      [],
      new Date(0),
    );
    expect(planDigest(plan)).toBeUndefined();
  });
});
