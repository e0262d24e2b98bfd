import { describe, expect, test } from "vitest";
import type { Name } from "../../dns/name.ts";
import { BASE, COM, planned } from "../../test/planned.ts";
import { dangersOf, labelFor, refused } from "./dangers.ts";
import { makePlan } from "./plan.ts";

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

  test.each([
    [
      "by itself",
      undefined,
      "The SOA's MNAME changes from ns1.example.com. to ns0.example.com., now the first of the zone's own NS by name: " +
        "secondaries and UPDATE clients go by it. `soa: {mname: ns1.example.com.}` in _config.yaml keeps it",
    ],
    [
      "because _config.yaml says so",
      "\x03ns0\x07example\x03com\0" as Name,
      "The SOA's MNAME changes from ns1.example.com. to ns0.example.com.: secondaries and UPDATE clients go by it",
    ],
  ])("an MNAME that changes %s says from what to what, and why", (_, mname, message) => {
    const plan = planned(BASE.replace("SOA ns1", "SOA ns0"));
    const zones = plan.zones.map((each) => ({
      ...each,
      zone: {
        ...each.zone,
        config: { ...each.zone.config, soa: { ...each.zone.config.soa, ...(mname && { mname }) } },
      },
    }));
    expect(dangersOf({ ...plan, zones }, nobody).map((danger) => danger.message)).toEqual([message]);
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
