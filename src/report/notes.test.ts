import { describe, expect, test } from "vitest";
import { nameOf, zoneOf } from "../../test/zone-text.ts";
import { makePlan, type Plan } from "../plan/plan.ts";
import type { Shown } from "../serial/shown.ts";
import { DEFAULT_CONFIG } from "../source/config.ts";
import type { PathResult } from "../verify/types.ts";
import { clientNotes, silenceNotes } from "./notes.ts";
import { serialSentence } from "./wording.ts";

const AT = { file: "zones/example.yaml", line: 1, column: 1 };

const SILENT: readonly Shown[] = [
  { by: "ns1 (192.0.2.53)", kind: "silent", reason: "no answer within 1200 ms" },
  { by: "ns2 (198.51.100.53)", kind: "silent", reason: "no answer within 1200 ms" },
  { by: "ns3 (203.0.113.53)", kind: "silent", reason: "the port is closed (ECONNREFUSED)" },
];

describe("nameservers that are silent for every zone", () => {
  const plan = planOf(["example.com.", "example.net."], SILENT);

  test("are told once, by reason", () => {
    expect(silenceNotes(plan)).toEqual([
      "ns1 (192.0.2.53), ns2 (198.51.100.53) did not tell what is published: no answer within 1200 ms.",
      "ns3 (203.0.113.53) did not tell what is published: the port is closed (ECONNREFUSED).",
    ]);
  });

  test("are named in short where the serial is missing", () => {
    expect(plan.zones.map(serialSentence)).toEqual([
      "unknown: ns1 (192.0.2.53) and 2 more did not tell",
      "unknown: ns1 (192.0.2.53) and 2 more did not tell",
    ]);
  });
});

test("nothing is told of silence where the serials are known", () => {
  const plan = planOf(["example.com."], [{ by: "ns1 (192.0.2.53)", kind: "absent" }]);
  expect(silenceNotes(plan)).toEqual([]);
});

test("a text that is cut elsewhere is told once, whatever the paths", () => {
  const path = (...names: readonly string[]) => ({ ...PATH, recut: names.map(nameOf) });
  const notes = (...paths: PathResult[]) => clientNotes({ paths, milliseconds: 1 });
  expect(notes(PATH)).toEqual([]);
  expect(notes(path("a.example.com."), path("a.example.com."))).toEqual([
    "The text of a.example.com. is cut into other strings than in the zone: it is the same text.",
  ]);
  expect(notes(PATH, path("a.example.com.", "b.example.com."))).toEqual([
    "The text of a.example.com. and 1 more name is cut into other strings than in the zone: it is the same text.",
  ]);
});

test("answers that a limit cut short are counted over all paths", () => {
  const notes = (...limited: readonly number[]) =>
    clientNotes({ paths: limited.map((each) => ({ ...PATH, limited: each })), milliseconds: 1 });
  expect(notes(0, 0)).toEqual([]);
  expect(notes(1)).toEqual([
    "1 answer over UDP was cut short (TC) by a limit, not by its size, and asked again over TCP.",
  ]);
  expect(notes(2, 1)).toEqual([
    "3 answers over UDP were cut short (TC) by a limit, not by their size, and asked again over TCP.",
  ]);
});

const PATH: PathResult = {
  nameserver: { name: "ns1.example.com.", address: "192.0.2.53", port: 53 },
  transport: "udp",
  client: { kind: "dig", version: "9.18" },
  asked: 1,
  passed: 1,
  serials: [],
  misses: [],
  notes: [],
  milliseconds: { median: 1, slowest: 1 },
  answeredBy: [],
  truncated: 0,
  instead: 0,
};

function planOf(origins: readonly string[], shown: readonly Shown[]): Plan {
  const zones = origins.map((origin) => {
    const zone = zoneOf(origin, "@ SOA ns1 h 1 2 3 4 60\n@ NS ns1");
    const records = zone.records.map((record) => ({ ...record, at: AT, nameAt: AT }));
    return { origin: zone.origin, file: AT.file, config: DEFAULT_CONFIG, records };
  });
  return makePlan(zones, () => ({ shown }), [], new Date("2026-11-22T12:00:00Z"));
}
