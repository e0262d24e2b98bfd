import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { growTable, minuteOf, NO_ROWS, type RRsetTable } from "../../../dns/rrset-table/rrset-table.ts";
import { nameOf } from "../../../test/zone-text.ts";
import type { AskedRecorded } from "../../report/asked.ts";
import { continueTotals, type Look } from "./continue-totals.ts";
import { askedSince, recordedOf } from "./recorded.ts";
import type { AskedTotals } from "./totals.ts";

const A = 1;
const OLD = nameOf("old.example.com.");
const DELETION = { zone: nameOf("example.com."), rrset: { owner: OLD, type: A } };

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MARCH_3 = Date.UTC(2026, 2, 3, 10);

/** Machines that answer for old.example.com, and the book that is kept over their releases. */
class Fleet {
  now = MARCH_3;
  totals: AskedTotals | undefined;
  machines = new Map<string, { since: number; count: number }>();
  /** When questions of others were answered, but for those in seams. */
  readonly questions: number[] = [];

  start(...ids: readonly string[]): void {
    for (const id of ids) this.machines.set(id, { since: this.now, count: 0 });
  }

  pass(milliseconds: number): void {
    this.now += milliseconds;
  }

  ask(id: string, times = 1): void {
    const machine = this.machines.get(id);
    if (machine === undefined) return;
    machine.count += times;
    this.questions.push(this.now);
  }

  look(machine: string): Look {
    const { since, count } = this.machines.get(machine)!;
    const growing = growTable();
    if (count > 0) growing.add(OLD, A, { count, last: minuteOf(this.now), came: 0 });
    const told = { since: new Date(since), until: new Date(this.now), table: growing.table() };
    return { app: "dns", machine, told };
  }

  /** A release: each machine is looked at, begins anew, is asked by us, and is looked at again. */
  release(options: Release = {}): void {
    const { silent = [], untouched = [], replaced = {}, silentAfter = [], takes = 20 * SECOND } = options;
    const lookAt = (id: string, without: readonly string[]) =>
      without.includes(id) ? { ...this.look(id), told: undefined } : this.look(id);
    const began = new Date(this.now);
    const before = [...this.machines.keys()].map((id) => lookAt(id, silent));
    this.pass(takes / 2);
    const counted = this.questions.length;
    options.during?.(this);
    this.questions.length = counted;
    this.pass(takes / 2);
    for (const [id, other] of Object.entries(replaced)) {
      this.machines.delete(id);
      this.start(other);
    }
    for (const [id, machine] of this.machines) {
      if (!untouched.includes(id)) this.start(id);
      else machine.count += 1;
      this.machines.get(id)!.count += 2;
    }
    const after = [...this.machines.keys()].map((id) => lookAt(id, silentAfter));
    const seen = { began, ended: new Date(this.now), before, after, came: options.came ?? NO_ROWS };
    this.totals = continueTotals(this.totals, seen) ?? this.totals;
    this.pass(SECOND);
  }

  /** What a plan says of it now, as far as it is written down. */
  recorded(): AskedRecorded | undefined {
    const looks = [...this.machines.keys()].map((id) => this.look(id));
    return this.totals && recordedOf(DELETION, this.totals, askedSince(this.totals, looks));
  }

  /** Since when it says that nobody asked. */
  quietSince(): number | undefined {
    return this.recorded()?.since?.getTime();
  }
}

interface Release {
  readonly silent?: readonly string[];
  /** Machines that are not restarted. */
  readonly untouched?: readonly string[];
  /** The machine in the place of another. */
  readonly replaced?: { readonly [id: string]: string };
  readonly silentAfter?: readonly string[];
  readonly takes?: number;
  readonly came?: RRsetTable;
  /** What happens when machines were looked at and before they are restarted. */
  readonly during?: (fleet: Fleet) => void;
}

/** Machines whose first release is written down on March 3. */
function fleet(...ids: readonly string[]): Fleet {
  const made = new Fleet();
  made.start(...ids);
  made.release();
  return made;
}

test("a release does not end the time: nobody asked since before it, but for the seam", () => {
  const one = fleet("m1", "m2");
  one.pass(30 * DAY);
  one.release();
  one.pass(30 * DAY);
  one.release({ takes: 2 * MINUTE });
  one.pass(DAY);
  expect(one.quietSince()).toBe(MARCH_3);
  expect(one.totals!.seams).toEqual({ releases: 3, milliseconds: 40 * SECOND + 2 * MINUTE });
});

test("counts of all releases are added up without our own, and a machine that counts on is not counted twice", () => {
  const one = fleet("m1", "m2");
  one.ask("m1", 3);
  one.ask("m2", 4);
  one.pass(DAY);
  one.release({ untouched: ["m2"] });
  one.ask("m2", 1);
  one.pass(DAY);
  one.release();
  one.ask("m1", 2);
  expect(one.recorded()).toMatchObject({ found: { kind: "some", count: 10 }, first: new Date(MARCH_3) });
  expect(one.quietSince()).toBeUndefined(); // it is asked for now
});

test("after its last question an RRset is quiet since the look that had it", () => {
  const one = fleet("m1");
  one.ask("m1");
  one.pass(DAY);
  one.release();
  one.pass(30 * DAY);
  one.release();
  one.pass(DAY);
  expect(one.quietSince()).toBeGreaterThanOrEqual(MARCH_3 + DAY);
  expect(one.quietSince()).toBeLessThanOrEqual(MARCH_3 + DAY + MINUTE);
});

/** After a first release on March 4 something happens, then another release on March 6: since when is all counted? */
describe("the record is broken where", () => {
  test.each<[string, (fleet: Fleet) => void]>([
    [
      "a machine began anew by itself",
      (one) => {
        one.start("m1");
        one.pass(DAY);
        one.release();
      },
    ],
    ["a machine does not tell before its release", (one) => one.release({ silent: ["m1"] })],
    ["a machine does not tell after its release", (one) => one.release({ silentAfter: ["m1"] })],
    [
      "a machine is gone since the last release",
      (one) => {
        one.machines.delete("m2");
        one.release();
      },
    ],
    [
      "a machine came since the last release",
      (one) => {
        one.start("m3");
        one.pass(HOUR);
        one.release();
      },
    ],
    ["a release takes too long", (one) => one.release({ takes: HOUR })],
  ])("%s", (_, happen) => {
    const one = fleet("m1", "m2");
    one.pass(DAY);
    one.release();
    one.pass(2 * DAY);
    one.ask("m2", 5);
    const at = one.now;
    happen(one);
    expect(one.totals!.since.getTime()).toBeGreaterThanOrEqual(at);
    expect(one.totals!.first.getTime()).toBe(MARCH_3); // what was counted, was
  });
});

test("a machine that began anew by itself is seen before the next release, too", () => {
  const one = fleet("m1", "m2");
  one.pass(DAY);
  one.release();
  expect(one.quietSince()).toBe(MARCH_3);
  one.pass(DAY);
  one.start("m1");
  expect(one.quietSince()).toBeUndefined();
});

test("what a machine was asked for after it began anew by itself is not taken for our own questions", () => {
  const one = fleet("m1", "m2");
  one.pass(DAY);
  one.start("m1");
  one.pass(HOUR);
  one.ask("m1", 2); // as often as we asked each machine
  const asked = one.now;
  one.pass(HOUR);
  one.release();
  expect(one.recorded()!.found.kind).toBe("some");
  expect(one.quietSince()).toBeGreaterThan(asked);
});

test("a machine that a release replaces breaks nothing", () => {
  const one = fleet("m1", "m2");
  one.pass(DAY);
  one.release();
  one.pass(DAY);
  one.release({ replaced: { m1: "m9" } });
  one.pass(DAY);
  expect(one.quietSince()).toBe(MARCH_3);
});

test("an RRset that comes with a release is counted since then", () => {
  const one = fleet("m1");
  one.pass(DAY);
  const came = growTable();
  came.add(OLD, A, { count: 0, last: 0, came: minuteOf(one.now) });
  one.release({ came: came.table() });
  one.pass(DAY);
  expect(one.quietSince()).toBe(MARCH_3 + DAY + MINUTE); // in whole minutes
});

test("what was asked for longer ago than 400 days is forgotten, and nothing is said of that time", () => {
  const one = fleet("m1");
  one.ask("m1");
  one.release();
  one.pass(401 * DAY);
  one.release();
  expect(one.totals!.table.rows.size).toBe(0);
  expect(one.quietSince()).toBe(one.totals!.since.getTime());
  expect(one.quietSince()).toBeGreaterThan(MARCH_3);
});

test("where no machine tells since when it counts, nothing is written", () => {
  const one = new Fleet();
  one.start("m1");
  one.release({ silentAfter: ["m1"] });
  expect(one.totals).toBeUndefined();
});

const IDS = ["m1", "m2", "m3"];
const id = fc.constantFrom(...IDS);
const some = fc.uniqueArray(id, { maxLength: 3 });
const event = fc.oneof(
  { weight: 3, arbitrary: id.map((machine) => (one: Fleet) => one.ask(machine)) },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 50 }).map((hours) => (one: Fleet) => one.pass(hours * HOUR)),
  },
  id.map((machine) => (one: Fleet) => one.start(machine)), // by itself, or a new one
  id.map((machine) => (one: Fleet) => void (one.machines.size > 1 && one.machines.delete(machine))),
  {
    weight: 4,
    arbitrary: fc
      .record({
        silent: some,
        untouched: some,
        silentAfter: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, some),
        takes: fc.constantFrom(20 * SECOND, MINUTE, HOUR),
        asked: fc.option(id),
      })
      .map(
        ({ asked, ...options }) =>
          (one: Fleet) =>
            one.release({ ...options, during: () => void (asked !== null && one.ask(asked)) }),
      ),
  },
);

test("whatever happens, that nobody asked is never said where somebody did, but in a seam", () => {
  let said = 0;
  fc.assert(
    fc.property(fc.array(event, { maxLength: 14 }), (events) => {
      const one = new Fleet();
      one.start("m1", "m2");
      for (const happen of events) {
        happen(one);
        const since = one.quietSince();
        if (since === undefined) continue;
        said += 1;
        expect(one.questions.filter((time) => time > since)).toEqual([]);
      }
    }),
    { numRuns: 1_000 },
  );
  expect(said).toBeGreaterThan(200);
});
