import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareSerials } from "../../dns/serial.ts";
import { keysYaml } from "../../test/dnssec/keys-yaml.ts";
import { fakeFiles } from "../../test/fakes/files.ts";
import {
  answersOf,
  EMPTY_IMAGE,
  type FakeFly,
  type FakeMachine,
  fakeFly,
  isIn,
} from "../../test/fakes/fly-in-memory.ts";
import { type FakeLedger, fakeLedger } from "../../test/fakes/ledger-in-memory.ts";
import { WorldError } from "../files/world-error.ts";
import { readBase } from "../plan/pull-request.ts";
import { reviewPlan } from "../plan/review.ts";
import { splitAnswers } from "../proof/queries.ts";
import { startRun } from "../run.ts";
import type { World } from "../world.ts";
import { findPlaces } from "./apps.ts";
import { chooseImages, type Wanted } from "./choose-image.ts";
import { deploy } from "./deploy.ts";
import { FlyError } from "./fly/fly-error.ts";
import { goBack } from "./go-back.ts";
import { findStatus } from "./status.ts";
import { makeSteps } from "./steps.ts";
import { survey } from "./survey.ts";

// Releases, roll-backs and interruptions in random orders, watched by one who notes every content of every serial, and by
// secondaries that take a zone only where its serial is greater than theirs.

/** What each commit has: `a` and `e` have the same zones; example.org comes with `c`, and goes with what has it not. */
const COMMITS: {
  readonly [commit: string]: {
    readonly com: string;
    readonly org?: string;
    /** The state of the keys of example.com, and the window in which it began. */
    readonly keys?: { readonly counter: number; readonly base: number };
  };
} = {
  a: { com: "192.0.2.1" },
  b: { com: "192.0.2.2" },
  c: { com: "192.0.2.2", org: "192.0.2.3" },
  d: { com: "192.0.2.4", org: "192.0.2.4" },
  e: { com: "192.0.2.1" },
  // Signed by our nameservers; the date of these stories lies in window 2968.
  1: { com: "192.0.2.1", keys: { counter: 1, base: 2968 } },
  2: { com: "192.0.2.2", keys: { counter: 1, base: 2968 } },
  3: { com: "192.0.2.1", keys: { counter: 2, base: 2969 } },
  4: { com: "192.0.2.4", org: "192.0.2.4", keys: { counter: 2, base: 2969 } },
  5: { com: "192.0.2.4", keys: { counter: 3, base: 2969 } },
};

const CONFIG = `
nameservers:
  - {name: ns1.example.net., app: one}
  - {name: ns2.example.net., app: two}
serial: increment
`;

const filesOf = (commit: string) => {
  const { com, org, keys } = COMMITS[commit]!;
  return fakeFiles({
    "zones/_config.yaml": CONFIG,
    "zones/example.com.yaml": `'': {type: A, value: ${com}}\n`,
    ...(org === undefined ? {} : { "zones/example.org.yaml": `'': {type: A, value: ${org}}\n` }),
    ...(keys === undefined
      ? {}
      : { "zones/_keys.yaml": keysYaml({ ...keys, more: `    ttl: ${600 + keys.counter}\n` }) }),
    "one.toml": 'app = "one"\n',
    "two.toml": 'app = "two"\n',
    "fly.one.toml": 'app = "one"\n',
    "fly.two.toml": 'app = "two"\n',
  });
};

type Fate =
  | { readonly kind: "well" }
  /** The runner is gone at this event. */
  | { readonly kind: "killed"; readonly at: number }
  /** This order for a release ends after some machines. */
  | { readonly kind: "fails"; readonly order: number; readonly after: number }
  /** The same, and everything after it. */
  | { readonly kind: "keeps failing"; readonly order: number; readonly after: number }
  /** What is new is unhealthy; and the runner is gone at this event. */
  | { readonly kind: "bad"; readonly at?: number };

/** Nobody reaches the host of a machine while it happens; a release makes another in its place unless it is stuck. */
interface Silence {
  readonly machine: number;
  readonly isStuck: boolean;
}

type Act = { readonly fate: Fate; readonly silent: Silence | undefined } & (
  | { readonly kind: "deploy"; readonly commit: string }
  | { readonly kind: "back" }
  /** So many days go by. */
  | { readonly kind: "days"; readonly days: number }
  /** To the newest image that says that it is of this commit. */
  | { readonly kind: "to"; readonly commit: string }
);

const fates: fc.Arbitrary<Fate> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Fate>({ kind: "well" }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("killed" as const), at: fc.integer({ min: 5, max: 25 }) }),
  },
  fc.record({ kind: fc.constant("fails" as const), order: fc.nat({ max: 4 }), after: fc.nat({ max: 2 }) }),
  fc.record({
    kind: fc.constant("keeps failing" as const),
    order: fc.nat({ max: 4 }),
    after: fc.nat({ max: 2 }),
  }),
  fc.constant<Fate>({ kind: "bad" }),
  fc.record({ kind: fc.constant("bad" as const), at: fc.integer({ min: 10, max: 60 }) }),
);
const commits = fc.constantFrom(..."abcde");
const silences: fc.Arbitrary<Silence | undefined> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  fc.record({ machine: fc.nat({ max: 2 }), isStuck: fc.boolean() }),
);
const acts: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant("deploy" as const), commit: commits, fate: fates, silent: silences }),
  fc.record({ kind: fc.constant("back" as const), fate: fates, silent: silences }),
  fc.record({ kind: fc.constant("to" as const), commit: commits, fate: fates, silent: silences }),
);

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

/** Takes a zone where its serial is greater than the one that it has (RFC 1034 §4.3.5). */
class Secondary {
  readonly zones = new Map<string, { readonly serial: number; readonly digest: string }>();

  poll(
    answers: readonly { readonly name: string; readonly serial: number; readonly digest: string }[],
  ): void {
    for (const { name, serial, digest } of answers) {
      const own = this.zones.get(name);
      if (own === undefined || compareSerials(serial, own.serial) === 1)
        this.zones.set(name, { serial, digest });
    }
  }
}

/** Everything that there is. */
interface Scene {
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

function setScene(luck: readonly number[]): Scene {
  let now = 0;
  let events = 0;
  let orders = 0;
  let fate: Fate = { kind: "well" };
  let isDead = false;
  let scratches = 0;
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
  const history = {
    zonesAt: (id: string) => readBase("zones", filesOf(id[0]!)),
    configAt: (id: string, app: string) => Promise.resolve(`${app} at ${id[0]}`),
  };
  const deadlines = { machines: 30_000, outside: 30_000, secondaries: 30_000 };
  /** Why it was refused or did not come to its end; undefined where all went well. */
  const carryOut = async (act: Act): Promise<string | undefined> => {
    ({ fate } = act);
    isUnsigning = act.kind === "deploy" && COMMITS[act.commit]!.keys === undefined;
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

  async function deployed(commit: string): Promise<string | undefined> {
    const world = worldOf(commit);
    const { deployment } = await deploy(
      await startRun("deploy", "zones", world),
      {
        commit: commit.repeat(40),
        apps: ["one", "two"].map((app) => ({
          app,
          config: `${app}.toml`,
          configText: `app = "${app}"`,
          nameservers: [],
        })),
        secondaries: [],
        bundle: "the server",
        dockerfile: { text: "FROM node", whose: "ours" },
        ledger: watched,
        history,
        judge: ({ plan, wrong }) =>
          Promise.resolve({ review: reviewPlan(plan, () => undefined), refusals: wrong, notes: [] }),
        scratch: `/scratch-${scratches++}`,
        deadlines,
        warnings: [],
      },
      world,
    );
    const outcome = deployment?.outcome;
    return outcome === "deployed" || outcome === "unchanged"
      ? undefined
      : `${outcome}: ${deployment?.failure}`;
  }

  function imageOf(commit: string): Wanted | undefined {
    const found = [...fly.images].findLast(([, image]) => image.commit === commit.repeat(40));
    return found && { kind: "image", image: `registry.fly.io/dns@${found[0]}` };
  }

  async function wentBack(act: Extract<Act, { readonly kind: "back" | "to" }>): Promise<string | undefined> {
    const wanted = act.kind === "back" ? ({ kind: "before" } as const) : imageOf(act.commit);
    if (wanted === undefined) return "there is no such image";
    const world = worldOf("d");
    const { zones } = await startRun("rollback", "zones", world);
    const places = await findPlaces(zones, world.files);
    const machines = (await Promise.all(["one", "two"].map((app) => survey(app, fly)))).flat();
    const remembered = await ledger.read();
    const choices = chooseImages(wanted, ["one", "two"], machines, remembered);
    const before = await findStatus(zones, places, world);
    const order = { zones, places, choices, machines, remembered, before, history, deadlines };
    const { failures } = await goBack(order, makeSteps(world), world);
    return failures[0];
  }
}

/** Nobody behind the pipe: what a proof finds is tested elsewhere. */
const startAnswering: World["startAnswering"] = () =>
  Promise.resolve({
    ask: (queries) => Promise.resolve(new Uint8Array(2 * [...splitAnswers(queries)].length)),
    stop: () => Promise.resolve(),
  });

const twoContents = ({ seen }: Scene) => [...seen].filter(([, digests]) => digests.size > 1);

/** What every machine answers, in one text for each. */
const answers = ({ fly }: Scene) =>
  Object.values(fly.machinesOf)
    .flat()
    .map((one) => {
      const shown = answersOf(one, fly.images.get(one.image)!, fly.secondsOn(one));
      return JSON.stringify(shown.map(({ name, serial, digest }) => ({ name, serial, digest })));
    });

function expectAllFollow(scene: Scene): void {
  expect(new Set(answers(scene)).size, "the machines answer alike").toBe(1);
  for (const { name, serial, digest } of JSON.parse(answers(scene)[0]!)) {
    for (const secondary of [scene.eager, scene.lazy]) {
      secondary.poll([{ name, serial, digest }]);
      expect(secondary.zones.get(name), "a secondary follows").toEqual({ serial, digest });
    }
  }
}

const WELL = { fate: { kind: "well" }, silent: undefined } as const;
const luck = fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 20 });

test("no serial is answered with two contents, and secondaries end with what the machines have, whatever happened", async () => {
  const stories = fc.array(acts, { maxLength: 7 });
  await fc.assert(
    fc.asyncProperty(luck, stories, commits, fc.boolean(), async (lots, story, last, isBack) => {
      const scene = setScene(lots);
      await scene.carryOut({ kind: "deploy", commit: "a", ...WELL });
      for (const act of story) await carryOutWatched(scene, act);
      await expectRecovery(scene, last);
      if (!isBack) return;
      const failure = await scene.carryOut({ kind: "back", ...WELL });
      expect(twoContents(scene)).toEqual([]);
      if (imagesOf(scene).size > 1) return; // nor need it be one image that ran before on all machines
      expect(failure).toBeUndefined();
      expectAllFollow(scene);
    }),
    { numRuns: 80 },
  );
}, 240_000);

describe("interrupted anywhere on the way back, and what has gone back can then not be asked", () => {
  const events = (first: number) => Array.from({ length: 25 }, (_, index) => first + index);
  test.each(events(5))("zonepipe rollback, at event %i", async (at) => {
    for (const machine of [0, 2]) {
      const scene = setScene([0]);
      await scene.carryOut({ kind: "deploy", commit: "a", ...WELL });
      await scene.carryOut({ kind: "deploy", commit: "b", ...WELL });
      await carryOutWatched(scene, { kind: "back", fate: { kind: "killed", at }, silent: undefined });
      await carryOutWatched(scene, {
        ...{ kind: "deploy", commit: "d" },
        ...WELL,
        silent: { machine, isStuck: true },
      });
      await expectRecovery(scene, "e");
    }
  });
  test.each(events(15))("a release that is bad, at event %i", async (at) => {
    for (const machine of [0, 1]) {
      const scene = setScene([0]);
      await scene.carryOut({ kind: "deploy", commit: "a", ...WELL });
      await carryOutWatched(scene, {
        kind: "deploy",
        commit: "b",
        fate: { kind: "bad", at },
        silent: undefined,
      });
      const again = machine === 0 ? "b" : "d";
      await carryOutWatched(scene, {
        ...{ kind: "deploy", commit: again },
        ...WELL,
        silent: { machine, isStuck: false },
      });
      await expectRecovery(scene, "c");
    }
  });
});

const imagesOf = ({ fly }: Scene) =>
  new Set(Object.values(fly.machinesOf).flatMap((own) => own.map(({ image }) => image)));

async function carryOutWatched(scene: Scene, act: Act): Promise<void> {
  const wasAlike = new Set(answers(scene)).size === 1;
  const failure = await scene.carryOut(act);
  expect(twoContents(scene)).toEqual([]);
  // Nothing stands in the way of going back.
  if (
    act.kind !== "deploy" ||
    act.fate.kind !== "bad" ||
    act.fate.at !== undefined ||
    act.silent !== undefined
  )
    return;
  expect(failure ?? "").not.toMatch(/^failed/);
  if (wasAlike && failure?.startsWith("rolled-back")) expectAllFollow(scene);
}

/** A deployment that nothing befalls ends everything that was. */
async function expectRecovery(scene: Scene, commit: string): Promise<void> {
  expect(await scene.carryOut({ kind: "deploy", commit, ...WELL })).toBeUndefined();
  expect(twoContents(scene)).toEqual([]);
  expectAllFollow(scene);
}

test("a release goes back by itself, or is undone: the secondaries follow at once, and the next plan changes nothing", async () => {
  const scene = setScene([0]);
  const serials = () => answers(scene).map((text) => JSON.parse(text)[0].serial);
  await scene.carryOut({ kind: "deploy", commit: "a", ...WELL });
  const bad = await scene.carryOut({ kind: "deploy", commit: "b", fate: { kind: "bad" }, silent: undefined });
  expect([bad, serials()]).toEqual([expect.stringContaining("rolled-back"), [3, 3, 3]]);
  expectAllFollow(scene);
  const count = scene.ledger.records.length;
  expect(await scene.carryOut({ kind: "deploy", commit: "a", ...WELL })).toBeUndefined();
  expect([serials(), scene.ledger.records.length]).toEqual([[3, 3, 3], count]);
  await scene.carryOut({ kind: "deploy", commit: "d", ...WELL });
  expect(serials()).toEqual([4, 4, 4]);
  expect(await scene.carryOut({ kind: "back", ...WELL })).toBeUndefined();
  expect(serials()).toEqual([5, 5, 5]);
  expectAllFollow(scene);
  expect(await scene.carryOut({ kind: "to", commit: "d", ...WELL })).toBeUndefined();
  expect(serials()).toEqual([6, 6, 6]);
  expect(await scene.carryOut({ kind: "back", ...WELL })).toBeUndefined();
  expect(serials()).toEqual([7, 7, 7]);
  await scene.carryOut({ kind: "deploy", commit: "b", ...WELL });
  expect(serials()).toEqual([8, 8, 8]);
  expectAllFollow(scene);
  expect(twoContents(scene)).toEqual([]);
});

describe("zones that our nameservers sign, over weeks, by clocks that are an hour early or late", () => {
  const signed = fc.constantFrom("1", "2", "3", "4", "5", "a");
  const days = fc.record({
    ...{ kind: fc.constant("days" as const), days: fc.integer({ min: 1, max: 20 }) },
    ...{ fate: fc.constant<Fate>({ kind: "well" }), silent: fc.constant(undefined) },
  });
  const signedActs: fc.Arbitrary<Act> = fc.oneof(
    fc.record({ kind: fc.constant("deploy" as const), commit: signed, fate: fates, silent: silences }),
    fc.record({ kind: fc.constant("back" as const), fate: fates, silent: silences }),
    fc.record({ kind: fc.constant("to" as const), commit: signed, fate: fates, silent: silences }),
    days,
  );

  test("no serial is answered with two contents, keys never go back, and secondaries follow, whatever happened", async () => {
    const stories = fc.array(signedActs, { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(luck, stories, async (lots, story) => {
        const scene = setScene(lots);
        await scene.carryOut({ kind: "deploy", commit: "a", ...WELL });
        for (const act of story) {
          const doing = JSON.stringify(act);
          const failure = await scene.carryOut(act);
          const isFree = act.kind === "deploy" && act.fate.kind === "bad" && act.fate.at === undefined;
          // Nothing stands in the way of going back, and what comes back is what was expected.
          if (isFree && act.silent === undefined) expect(failure ?? "", doing).not.toMatch(/^failed/);
          expect(twoContents(scene), doing).toEqual([]);
          expect(scene.oldKeys, doing).toEqual([]);
        }
        scene.setClocks();
        await expectRecovery(scene, "5");
        expect(new Set(countersNow(scene))).toEqual(new Set([3]));
        await scene.carryOut({ kind: "days", days: 9, ...WELL });
        expect(twoContents(scene)).toEqual([]);
        expectAllFollow(scene);
      }),
      { numRuns: 40 },
    );
  }, 240_000);
});

/** The states of keys with which the machines sign. */
function countersNow({ fly }: Scene): number[] {
  return Object.values(fly.machinesOf)
    .flat()
    .flatMap((one) => answersOf(one, fly.images.get(one.image)!, fly.secondsOn(one)))
    .flatMap(({ signed }) => signed?.counter ?? []);
}
