import { expect, test } from "vitest";
import { keyOf } from "../../dns/name.ts";
import { zoneOf } from "../../test/planned.ts";
import { type Base, EMPTY_BASE } from "../plan/pull-request.ts";
import { digestWithSerial } from "../render/render-zone.ts";
import type { Shown } from "../serial/shown.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { EarlierMachine } from "./roll-back.ts";
import { planWayBack } from "./way-back.ts";

const HEAD = "@ 3600 SOA ns1 hostmaster 0 7200 3600 1209600 900\n@ 3600 NS ns1\n";
const OLD = zoneOf(`${HEAD}www A 192.0.2.1\n`);
const NEW = zoneOf(`${HEAD}www A 192.0.2.2\n`);
const SIGNED = zoneOf(
  `${HEAD}www A 192.0.2.1\n@ RRSIG SOA 8 2 300 20300101000000 20200101000000 1 example.com. AAAA\n`,
);
const ZONE = "example.com.";
const IMAGE = `registry.fly.io/dns@sha256:${"a".repeat(64)}`;

/** Somebody answers this zone with this serial. */
const shown = (zone: SourceZone, serial: number): Shown => ({
  by: "machine m1",
  kind: "serial",
  serial,
  digest: { algorithm: 1, digest: digestWithSerial(zone, serial, 1) },
});

/** The image of a commit with these zones comes back; the commit is not known where there are none. */
async function back(zones: readonly SourceZone[] | undefined, answered: readonly Shown[], more: object = {}) {
  const base: Base | undefined = zones && {
    ...EMPTY_BASE,
    zones: new Map(zones.map((zone) => [keyOf(zone.origin), zone])),
  };
  const target: EarlierMachine = {
    machine: "m1",
    region: "iad",
    image: IMAGE,
    commit: "a",
    expectation: { image: "a" },
  };
  const { serials, bound, notes, targets } = await planWayBack({
    ...{ states: new Map(), now: new Date(0) },
    targets: [target],
    surveyed: [],
    history: { zonesAt: () => Promise.resolve(base) },
    shownOf: () => answered,
    floors: new Map([[ZONE, 7]]),
    reserved: new Map(),
    ownOf: () => new Map(),
    ...more,
  });
  return {
    told: serials.get(IMAGE)?.get(ZONE),
    bound: bound.get(IMAGE)?.get(ZONE),
    shows: targets[0]!.expectation?.zones?.map(({ serial, digest }) => [serial, digest]),
    notes,
  };
}

const digest = (zone: SourceZone, serial: number) =>
  Buffer.from(digestWithSerial(zone, serial, 1), "latin1").toString("hex");

test.each<[string, readonly Shown[], object, number, number | undefined]>([
  ["other content is answered: one above it", [shown(NEW, 7)], {}, 8, 8],
  ["it is answered already: kept", [shown(OLD, 7)], {}, 7, undefined],
  [
    "serials are kept for something else: above them",
    [shown(NEW, 7)],
    { reserved: new Map([[ZONE, 9]]) },
    10,
    10,
  ],
  ["one is reserved for it: that", [shown(NEW, 7)], { ownOf: () => new Map([[ZONE, 9]]) }, 9, 9],
  ["that was overtaken: one above all", [shown(NEW, 11)], { ownOf: () => new Map([[ZONE, 9]]) }, 12, 12],
  [
    "that may have been answered, by it alone: that",
    [shown(NEW, 7)],
    { floors: new Map([[ZONE, 9]]), ownOf: () => new Map([[ZONE, 9]]) },
    9,
    9,
  ],
  [
    "that is answered with other content: one above",
    [shown(NEW, 9)],
    { ownOf: () => new Map([[ZONE, 9]]) },
    10,
    10,
  ],
  ["two contents are answered with one serial: one above", [shown(NEW, 7), shown(OLD, 7)], {}, 8, 8],
  ["the greatest is 4294967295: 1, for 0 is none", [shown(NEW, 4294967295)], { floors: new Map() }, 1, 1],
])("%s", async (_, answered, more, serial, bound) => {
  expect(await back([OLD], answered, more)).toEqual({
    ...{ told: serial, bound, notes: [] },
    shows: [[serial, digest(OLD, serial)]],
  });
});

test("a zone that is signed where it is made keeps its serial, and that is told", async () => {
  const found = await back([SIGNED], [shown(NEW, 7)]);
  expect([found.told, found.bound, found.shows]).toEqual([undefined, undefined, undefined]);
  expect(found.notes).toEqual([
    expect.stringContaining("example.com. is signed where it is made, and cannot get another serial here"),
  ]);
});

test("an image that nobody knows gets a serial that nobody had for every zone there may be", async () => {
  expect(await back(undefined, [shown(NEW, 7)])).toEqual({ told: 8, bound: 8, shows: undefined, notes: [] });
});
