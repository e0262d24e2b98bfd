import { addToSerial } from "../../dns/serial.ts";
import { windowOf } from "../../dns/signing/window.ts";
import type { Octets } from "../../dns/wire.ts";
import { dsFor } from "../../src/dnssec/chain-of-trust.ts";
import { judgeKeys } from "../../src/dnssec/judge-keys.ts";
import { judgeKeyChange } from "../../src/dnssec/key-change.ts";
import { type KeyLooks, noteLook } from "../../src/dnssec/key-looks.ts";
import { policyIn, policyOf } from "../../src/dnssec/policy.ts";
import { lastReserved } from "../../src/dnssec/served-serial.ts";
import { DEFAULT_KEYS, type ZoneKeys } from "../../src/dnssec/zone-keys.ts";
import { askedDs } from "./asked-ds.ts";
import { type EarlyStep, HOUR, type Hour, type LivedYear, type YearEvent } from "./lived-year.ts";
import { isAfter, type Machine, makeMachine } from "./machines.ts";
import type { Phase, Stand, Step } from "./story.ts";
import type { Release, Version, VersionMaker } from "./versions.ts";
import { keyIn, type YearKeys } from "./year-keys.ts";
import { DS_TTL, parentZone, rootZone, TTL, YEAR, yearZone } from "./year-zones.ts";

/** How the year goes. */
export interface YearOptions {
  readonly story: readonly Phase[];
  readonly keys: YearKeys;
  readonly versions: VersionMaker;
  /** The hour in which it begins, in seconds since 1970. */
  readonly start: number;
  /** Hours between phases where they do not wait for their week. */
  readonly gap?: number;
  /** Hours that it goes on at least. */
  readonly least: number;
  /** A number from 0 up to this one. */
  readonly random: (below: number) => number;
}

/** Lives a year hour by hour: releases, turns of windows, DS at the parent, and steps as soon as they may be made. */
export function liveYear({ story, keys, versions, start, gap, least, random }: YearOptions): LivedYear {
  let at = start;
  const hours: Hour[] = [];
  const events: YearEvent[] = [];
  const early: EarlyStep[] = [];
  const waits: { step: string; hours: number }[] = [];
  const tell = (kind: YearEvent["kind"], what: string) => events.push({ at, kind, what });
  let releases = 0;
  const release = (zone: Release["zone"], zoneKeys: ZoneKeys | undefined, serial: number): Release => ({
    id: releases++,
    ...{ zone, keys: zoneKeys, serial, built: at },
  });

  const fixed = (key: YearKeys["root"]): ZoneKeys => ({
    ...DEFAULT_KEYS,
    ...{ counter: 1, base: windowOf(start), ttl: TTL, keys: [keyIn(key, "csk", "active", "seen")] },
  });
  const parentKeys = fixed(keys.parent);
  const parentDs = dsFor(parentZone([]).origin, policyOf(parentKeys).keys[0]!);
  const root = release(rootZone(parentDs), fixed(keys.root), 1);
  let parent = release(parentZone([]), parentKeys, 1);
  let ds: readonly Octets[] = [];
  let dsBefore = ds;
  let dsChangedAt = start;
  let dsDue: { readonly set: readonly Octets[]; readonly at: number } | undefined;

  let content = 1;
  let current = release(yearZone(content), undefined, 1);
  const machines: readonly [Machine, Machine] = [
    makeMachine(versions, current, 0),
    makeMachine(versions, current, -HOUR), // it turns an hour after the other
  ];
  let coming: { readonly release: Release; readonly at: number } | undefined;
  let secondary = machines[0].version(at);
  let secondaryDeafUntil = 0;
  let looks: KeyLooks = {};
  let counter = 0;
  let before: Version | undefined;
  let changedAt = start;

  const publish = (next: Release, what: string, kind: YearEvent["kind"]) => {
    before = machines[0].version(at);
    changedAt = at;
    current = next;
    machines[0].take(next);
    coming = { release: next, at: at + HOUR };
    tell(kind, what);
  };
  const nextSerial = () =>
    addToSerial(current.keys === undefined ? current.serial : lastReserved(current.serial, current.keys), 1);
  const keysOf = (stand: Stand): ZoneKeys | undefined =>
    stand && { ...DEFAULT_KEYS, counter: counter + 1, base: windowOf(at), ttl: TTL, ...stand };
  const judge = (next: ZoneKeys | undefined) =>
    judgeKeyChange({
      zone: YEAR,
      before: current.keys && policyOf(current.keys),
      after: next && policyOf(next),
      looks,
      ttl: TTL,
      now: new Date(at * 1_000),
    });
  const dsOfStand = (next: ZoneKeys | undefined): readonly Octets[] =>
    next === undefined || next.cds === "none"
      ? ds
      : next.cds === "delete"
        ? []
        : policyOf(next)
            .keys.filter(({ isWanted }) => isWanted)
            .map((key) => dsFor(YEAR, key));

  /** One hour passes, and everybody does what is due. */
  const pass = (phase: string) => {
    if (coming !== undefined && at >= coming.at) {
      machines[1].take(coming.release);
      coming = undefined;
    }
    if (dsDue !== undefined && at >= dsDue.at) {
      dsBefore = ds;
      dsChangedAt = at;
      ds = dsDue.set;
      dsDue = undefined;
      parent = release(parentZone(ds), parentKeys, parent.serial + 300);
      tell("ds", ds.length === 0 ? "the parent has no DS" : "the parent has other DS");
    }
    const [one, two] = [machines[0].version(at), machines[1].version(at)];
    const last = hours.at(-1);
    if (
      last !== undefined &&
      last.servers[0].window !== one.window &&
      last.servers[0].release === one.release
    )
      tell("turn", `window ${one.window}`);
    if (at >= secondaryDeafUntil) {
      const asked = hours.length % 2 === 0 ? one : two;
      if (asked.records.length > 0 && isAfter(asked.serial, secondary.serial)) secondary = asked;
    }
    const servers = [one, two, secondary] as const;
    const window = windowOf(at);
    hours.push({
      at,
      servers,
      clocks: [machines[0].clock(at), machines[1].clock(at)],
      parent: versions.make(parent, window),
      root: versions.make(root, window),
      phase,
    });
    look(servers);
    const wanted = askedDs(one);
    const isAgreed = servers.every((version) => askedDs(version)?.join() === wanted?.join());
    if (isAgreed && wanted !== undefined && wanted.join() !== [...ds].sort().join())
      dsDue ??= { set: wanted, at: at + (2 + random(20)) * HOUR };
    at += HOUR;
  };
  const look = (servers: Hour["servers"]) => {
    const counters = new Set(
      servers.map((version) =>
        version.records.length === 0
          ? -1
          : (policyIn({ origin: YEAR, records: version.records })?.counter ?? 0),
      ),
    );
    const [seen] = counters;
    looks = noteLook(looks, {
      ...{ at: new Date(at * 1_000), by: "drift", ds: { set: ds, ttl: DS_TTL } },
      ...(counters.size === 1 && seen !== -1 ? { counter: seen! } : {}),
    });
  };
  const passFor = (count: number, phase: string) => {
    for (let each = 0; each < count; each++) pass(phase);
  };

  const begin = (step: Step, next: ZoneKeys | undefined) => {
    counter += 1;
    if (random(2) === 0) content += 1;
    publish(release(yearZone(content), next, nextSerial()), step.name, "step");
  };
  /** What would be, were the step made now though it is refused. */
  const tryEarly = (step: Step) => {
    const next = keysOf(step.stand);
    const refusals = judge(next);
    if (refusals.length === 0) return;
    const window = windowOf(at);
    const wouldBe = versions.make(release(yearZone(content), next, nextSerial()), window);
    const isHeld = (since: number, ttl: number) => at - since <= ttl; // what was before that, caches may have
    const sets = [...(isHeld(dsChangedAt, DS_TTL) ? [dsBefore] : []), ds, dsOfStand(next)];
    early.push({
      ...{ at, name: step.name, rules: [...new Set(refusals.map(({ rule }) => rule))] },
      versions: [
        ...(before !== undefined && isHeld(changedAt, TTL) ? [before] : []),
        versions.make(current, window),
        wouldBe,
      ],
      parents: sets.map((set) =>
        versions.make(release(parentZone(set), parentKeys, parent.serial + 1), window),
      ),
      root: versions.make(root, window),
    });
  };

  passFor(12, "unsigned");
  for (const phase of story) {
    if (gap === undefined) while (at < start + phase.week * 7 * DAY + random(48) * HOUR) pass("quiet");
    else passFor(gap, "quiet");
    for (const [number, step] of phase.steps.entries()) {
      const wantedAt = at;
      const next = awaitLeave(step, phase.name);
      waits.push({ step: step.name, hours: (at - wantedAt) / HOUR });
      begin(step, next);
      const following = phase.steps[number + 1];
      if (following !== undefined) tryEarly(following);
      if (number === 0) startTrouble(phase);
      passFor(2, phase.name);
      if (step.goesBack !== true) continue;
      passFor(random(4), phase.name);
      publish(
        release(yearZone(content - 1), current.keys, nextSerial()),
        `back to the records before "${step.name}"`,
        "release",
      );
      passFor(3, phase.name);
    }
    passFor(8, phase.name);
  }
  while (at < start + least * HOUR) pass("unsigned");
  passFor(6, "unsigned");
  return { hours, events: events.sort((a, b) => a.at - b.at), early, waits };

  /** Hours pass until the step may be made; the keys as it wants them then. */
  function awaitLeave(step: Step, phase: string): ZoneKeys | undefined {
    const wantedAt = at;
    let dsThen = ds;
    for (;;) {
      const next = keysOf(step.stand);
      const faults = next === undefined ? [] : judgeKeys(next).filter(({ severity }) => severity === "error");
      if (faults.length > 0)
        throw new Error(`${step.name}: ${faults.map(({ message }) => message).join("; ")}`);
      const refusals = judge(next);
      if (refusals.length === 0) return next;
      if (ds !== dsThen) tryEarly(step); // the parent has just changed its DS
      dsThen = ds;
      if (at - wantedAt > MOST_WAIT)
        throw new Error(
          `${step.name} is never allowed: ${refusals.map(({ message }) => message).join("; ")}`,
        );
      pass(phase);
    }
  }

  function startTrouble({ trouble, name }: Phase): void {
    switch (trouble) {
      case "none":
        return;
      case "secondary-behind":
        secondaryDeafUntil = at + DAY;
        tell("trouble", "the secondary hears nothing for a day");
        return;
      case "clock-stands":
        machines[1].stopClock(at, at + 16 * DAY);
        tell("trouble", "the clock of one machine stands for 16 days");
        return;
      case "key-missing":
        machines[1].loseKeys();
        tell("trouble", "one machine has no private keys");
        passFor(24, name);
        machines[1].findKeys();
        tell("trouble", "it has them again");
        return;
      default:
        trouble satisfies never;
    }
  }
}

const DAY = 24 * HOUR;

/** So long steps wait at most, in seconds: a day for a secondary, a day for the parent, and TTLs. */
const MOST_WAIT = 5 * DAY;
