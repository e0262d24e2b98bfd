import { expect, test } from "vitest";
import { NAMESERVERS } from "../../test/check-zones.ts";
import { type FakeFiles, fakeFiles } from "../../test/fakes/files.ts";
import { type Base, readBase } from "../plan/pull-request.ts";
import { type Run, startRun } from "../run.ts";
import type { World } from "../world.ts";
import { dangersSinceBase } from "./dangers-since.ts";

const GOOD = "www: {type: A, value: 192.0.2.80}\n";
const BROKEN = "www: {type: A, value: 192.0.2.300}\n";
const OWN = "own: {unchanged: true, types: [A], why: x}\n";

const files = (zone: string, invariants?: string): FakeFiles => ({
  "zones/_config.yaml": NAMESERVERS,
  "zones/example.com.yaml": zone,
  ...(invariants !== undefined && { "zones/_invariants.yaml": invariants }),
});

const base = (zone: string, invariants?: string): Promise<Base> =>
  readBase("zones", fakeFiles(files(zone, invariants)));

function run(zone: string, invariants?: string): Promise<Run> {
  const progress = { step: () => {}, count: () => {}, end: () => {} };
  const world = { files: fakeFiles(files(zone, invariants)), now: () => new Date(0), progress };
  return startRun("plan", "zones", world as unknown as World); // nothing else is touched
}

test.each<[string, Promise<Base>, Promise<Run>, string[]]>([
  ["one that goes", base(GOOD, OWN), run(GOOD), ["Invariant own goes (x)"]],
  [
    "one that stands there with a slip of the pen",
    base(GOOD, OWN),
    run(GOOD, OWN.replace("types", "typse")),
    [],
  ],
  ["one that could not be read before", base(GOOD, OWN.replace("types", "typse")), run(GOOD, OWN), []],
  ["zones that cannot be read after the change", base(GOOD, OWN), run(BROKEN, OWN), []],
  ["one that goes with zones that cannot be read", base(GOOD, OWN), run(BROKEN), ["Invariant own goes (x)"]],
  ["zones that could not be read before", base(BROKEN, OWN), run(GOOD, OWN), []],
  [
    "an answer that changes",
    base(GOOD, OWN),
    run(GOOD.replace("2.80", "2.81"), OWN),
    [
      "Invariant own is broken: www.example.com. has A 192.0.2.81 in the place of A 192.0.2.80 (dig www.example.com. A) at zones/example.com.yaml:1 (x)",
    ],
  ],
])("%s", async (_, before, after, expected) => {
  expect(dangersSinceBase(await before, await after).map(({ message }) => message)).toEqual(expected);
});
