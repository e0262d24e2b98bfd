import { FlyError } from "../../src/deploy/fly/fly-error.ts";
import { WorldError } from "../../src/files/world-error.ts";
import { splitAnswers } from "../../src/proof/queries.ts";
import type { World } from "../../src/world.ts";
import {
  answersOf,
  EMPTY_IMAGE,
  type FakeFly,
  type FakeMachine,
  fakeFly,
  isIn,
} from "../fakes/fly-in-memory.ts";
import { type FakeLedger, fakeLedger } from "../fakes/ledger-in-memory.ts";
import type { Act, Fate } from "./acts.ts";
import { filesOf, isSigned } from "./commits.ts";
import { ordersOf } from "./orders.ts";
import { Secondary } from "./secondary.ts";

// Releases, roll-backs and interruptions in random orders, watched by one who notes every content of every serial, and by
// secondaries that take a zone only where its serial is greater than theirs.

/** Everything that there is. */
export interface Scene {
  readonly fly: FakeFly;
  readonly ledger: FakeLedger;
  /** Every zone and serial with the digests that it was answered with. */
  readonly seen: ReadonlyMap<string, ReadonlySet<string>>;
  /** Machines that came to sign with older keys than before, or not at all though nobody released that. */
  readonly oldKeys: readonly string[];
  readonly eager: Secondary;
  readonly lazy: Secondary;
  readonly carryOut: (act: Act) => Promise<string | undefined>;
  /** All clocks are right, and it is the middle of a week. */
  readonly setClocks: () => void;
}

/** Two apps with three machines, which run nothing yet. */
export function setScene(luck: readonly number[]): Scene {
  let now = 0;
  let events = 0;
  let orders = 0;
  let fate: Fate = { kind: "well" };
  let isDead = false;
  let calendar = START;
  let skew = SKEW;
  let isUnsigning = false;
  const fly = fakeFly({
    one: [
      { id: "m1", region: "iad", image: EMPTY_IMAGE },
      { id: "m2", region: "ams", image: EMPTY_IMAGE },
    ],
    two: [{ id: "m3", region: "iad", image: EMPTY_IMAGE }],
  });
  const seen = new Map<string, Set<string>>();
  const eager = new Secondary();
  const lazy = new Secondary();
  const ledger = fakeLedger();
  fly.secretNames.push("ZONEPIPE_DNSSEC_KEYS");
  fly.secondsOn = ({ id }) => calendar + (skew.get(id.slice(0, 2)) ?? 0);
  const all = () => Object.values(fly.machinesOf).flat();
  const look = () => {
    const answers = all().map((one) => answersOf(one, fly.images.get(one.image)!, fly.secondsOn(one)));
    for (const { name, serial, digest } of answers.flat()) {
      const key = `${name} ${serial}`;
      seen.set(key, (seen.get(key) ?? new Set()).add(digest));
    }
    for (const one of all()) noteKeys(one);
    for (const each of answers) eager.poll(each);
    lazy.poll(answers[(luck[events % luck.length] ?? 0) % answers.length]!);
  };
  const oldKeys: string[] = [];
  const counters = new Map<string, number>();
  const noteKeys = (one: FakeMachine) => {
    const image = fly.images.get(one.image)!;
    const com = answersOf(one, image, fly.secondsOn(one)).find(({ name }) => name === "example.com.");
    const [before, now] = [counters.get(one.id) ?? 0, com?.signed?.counter ?? 0];
    const hasIt = image.zones.some(({ name }) => name === "example.com."); // the image of the beginning has no zone
    if (hasIt && now < before && (now > 0 || !isUnsigning)) oldKeys.push(`${one.id}: ${before} to ${now}`);
    counters.set(one.id, now);
  };
  const live = () => {
    events += 1;
    calendar += HURRY * (luck[events % luck.length] ?? 0);
    look();
    if ("at" in fate && fate.at !== undefined && events > fate.at) isDead = true;
    if (isDead) throw new Killed("the runner is gone");
  };
  fly.before = live;
  fly.says = (_, check) =>
    fate.kind === "bad" && !proved.has(check.build.inputs ?? "")
      ? { ...check, healthy: false, problems: ["UDP: timeout"] }
      : check;
  /** Inputs of the images that were there before: only what comes is bad. */
  const proved = new Set<string>();
  const release = fly.deploy;
  const failing: FakeFly = Object.assign(fly, {
    // One machine after the other, and the runner may be gone between them.
    deploy: async (order: Parameters<FakeFly["deploy"]>[0]) => {
      orders += 1;
      const isStuck = fate.kind === "keeps failing" && orders > fate.order;
      const doesFail = isStuck || (fate.kind === "fails" && orders === fate.order + 1);
      const left = doesFail && "after" in fate ? fate.after : Number.POSITIVE_INFINITY;
      const machines = (fly.machinesOf[order.app] ?? []).filter((one) => isIn(one, order.scope));
      for (const { id } of machines.slice(0, left)) {
        await release({ ...order, scope: { kind: "machines", machines: [id] } });
        live();
      }
      if (doesFail) throw new FlyError(`Cannot deploy "${order.app}"`, "failed", "");
    },
  });
  const watched: FakeLedger = {
    ...ledger,
    open: async (record) => {
      live();
      const entry = await ledger.open(record);
      live();
      const unlessDead = (write: typeof entry.succeed) => (text: string) => {
        live();
        return write(text);
      };
      return { succeed: unlessDead(entry.succeed), fail: unlessDead(entry.fail) };
    },
  };
  const worldOf = (commit: string) =>
    ({
      files: filesOf(commit),
      output: fly.output,
      fly: failing,
      now: () => new Date(1_000 * calendar),
      progress: { step: () => {}, count: () => {}, end: () => {} },
      patience: {
        clock: {
          now: () => now,
          wait: (milliseconds: number) => {
            now += milliseconds;
            return Promise.resolve();
          },
        },
      },
      startAnswering,
    }) as unknown as World; // nothing else is touched: there are no public addresses here
  const { deployed, wentBack } = ordersOf({ worldOf, fly, ledger, watched });
  /** Why it was refused or did not come to its end; undefined where all went well. */
  const carryOut = async (act: Act): Promise<string | undefined> => {
    ({ fate } = act);
    isUnsigning = act.kind === "deploy" && !isSigned(act.commit);
    for (const { inputs } of fly.images.values()) proved.add(inputs ?? "");
    events = 0;
    orders = 0;
    isDead = false;
    const hidden = act.silent === undefined ? undefined : all()[act.silent.machine];
    if (hidden !== undefined) Object.assign(hidden, { isSilent: true, isStuck: act.silent?.isStuck });
    try {
      if (act.kind === "days") return days(act.days);
      return act.kind === "deploy" ? await deployed(act.commit) : await wentBack(act);
    } catch (error) {
      if (error instanceof Killed || error instanceof WorldError) return error.message;
      throw error;
    } finally {
      if (hidden !== undefined) Object.assign(hidden, { isSilent: false, isStuck: false });
      fate = { kind: "well" };
      isDead = false;
      look();
    }
  };
  const setClocks = () => {
    skew = new Map();
    calendar = (Math.floor(calendar / WEEK) + 0.5) * WEEK;
    look();
  };
  return { fly, ledger, seen, oldKeys, eager, lazy, carryOut, setClocks };

  function days(count: number): undefined {
    for (let half = 0; half < 2 * count; half++) {
      calendar += WEEK / 14;
      look();
    }
  }
}

/** Nobody behind the pipe: what a proof finds is tested elsewhere. */
const startAnswering: World["startAnswering"] = () =>
  Promise.resolve({
    ask: (queries) => Promise.resolve(new Uint8Array(2 * [...splitAnswers(queries)].length)),
    stop: () => Promise.resolve(),
  });

const WEEK = 604_800; // seconds
const START = Date.parse("2026-11-22T12:00:00Z") / 1_000;
/** Seconds that go by with each event, times luck: a release does not take longer than a week. */
const HURRY = 600;
/** Clocks of machines that are not right, in seconds. */
const SKEW: ReadonlyMap<string, number> = new Map([
  ["m1", -3_600],
  ["m3", 3_600],
]);

class Killed extends Error {}
