import { keyOf } from "../../dns/name.ts";
import type { Position } from "../../dns/problem.ts";
import type { PlacedRecord } from "../source/source-zone.ts";
import type { Dependency } from "./dependency.ts";
import { dependenciesOf } from "./dependents.ts";
import { type Failure, failuresOf, lossOf } from "./item.ts";
import { itemsOf } from "./look.ts";
import type { Lifetime, Mixture, RrsetName, ZonePair } from "./mixture.ts";
import { sidesOf } from "./sides.ts";
import { positionOf, tell } from "./words.ts";

/** A dependency, and every cache for which it fails while it works by the old alone and by the new alone. */
export interface Broken {
  readonly dependency: Dependency;
  readonly failures: readonly Failure[];
}

/** What fails in some mixture of the old answers and the new, dangers first, then in the order of the zones. */
export function mixturesBetween(pairs: readonly ZonePair[]): Mixture[] {
  const found = brokenBetween(pairs).flatMap(({ dependency, failures }) => worstOf(dependency, failures));
  const told = withoutEchoes(found);
  const rrsetsOf = ({ dependency: { owner, type }, failure }: Told): readonly RrsetName[] => [
    { owner, type },
    ...failure.fresh,
    ...failure.held,
  ];
  const placeOf = placesIn(pairs, told.flatMap(rrsetsOf));
  const mixtures = told.map((one): Mixture => {
    const { dependency, failure } = one;
    const { zone, owner, type, kind, words } = dependency;
    const { message, remedy } = tell(words, failure);
    const at = placeOf(rrsetsOf(one));
    return {
      zone,
      owner,
      type,
      kind,
      isDanger: dependency.isDanger(failure),
      message,
      from: 0,
      until: failure.until,
      remedy,
      ...(at && { at }),
      held: failure.held.map((item) => ({ owner: item.owner, type: item.type })),
    };
  });
  return [...mixtures.filter(({ isDanger }) => isDanger), ...mixtures.filter(({ isDanger }) => !isDanger)];
}

/** Every dependency that fails in some mixture, with all of these. */
export function brokenBetween(pairs: readonly ZonePair[]): Broken[] {
  if (pairs.every(({ isSame }) => isSame === true)) return [];
  const sides = sidesOf(pairs);
  const ground = { sides, itemOf: itemsOf(sides) };
  return dependenciesOf(pairs, ground).flatMap((dependency) => {
    const failures = dependency.failures?.() ?? failuresOf(dependency.evaluate);
    // What is in no cache for any time breaks nothing.
    const lasting = failures.filter(({ until }) => until === "unknown" || until > 0);
    return lasting.length === 0 ? [] : [{ dependency, failures: lasting }];
  });
}

/** A state between two others, as the change that leads to it and the one that leads on. */
export interface Between {
  readonly sinceBefore: readonly ZonePair[];
  readonly untilAfter: readonly ZonePair[];
}

/** What works before and after a change, and in some state between them does not: what is new in it, what is still old. */
export function brokenByItself(pairs: readonly ZonePair[], states: readonly Between[]): Broken[] {
  const lostInTheEnd = lostBetween(pairs);
  return states.flatMap(({ sinceBefore, untilAfter }) => {
    const mended = lostBetween(untilAfter.map(turned));
    return [...lostBetween(sinceBefore)].flatMap(([id, { dependency, failure }]): Broken[] => {
      if (lostInTheEnd.has(id)) return [];
      const held = mended.get(id)?.failure.fresh ?? []; // turned round, what is old in it is the new
      return [{ dependency, failures: [{ ...failure, held }] }];
    });
  });
}

function turned(pair: ZonePair): ZonePair {
  const { origin, before, after, isSame } = pair;
  return {
    origin,
    ...(after && { before: after }),
    ...(before && { after: before }),
    ...(isSame !== undefined && { isSame }),
  };
}

/** What works by the old alone and fails by the new alone. */
function lostBetween(pairs: readonly ZonePair[]): Map<string, Told> {
  const sides = sidesOf(pairs);
  const ground = { sides, itemOf: itemsOf(sides) };
  const lost = new Map<string, Told>();
  for (const dependency of dependenciesOf(pairs, ground)) {
    const failure = lossOf(dependency.evaluate);
    if (failure !== undefined) lost.set(idOf(dependency), { dependency, failure });
  }
  return lost;
}

function idOf({ kind, owner, type, detail = "" }: Dependency): string {
  return `${kind} ${keyOf(owner)}${type} ${detail}`;
}

interface Told {
  readonly dependency: Dependency;
  readonly failure: Failure;
}

/** What is told of a dependency: the longest failure of those who hold the old of it, and of those who have the new. */
function worstOf(dependency: Dependency, failures: readonly Failure[]): Told[] {
  const { words } = dependency;
  const groups = Map.groupBy(failures, (failure) => positionOf(words, failure));
  // An alias that is the same on both sides leads to another one, or to a host, that tells it.
  const positions =
    dependency.kind === "alias" ? (["held", "fresh"] as const) : (["held", "fresh", "neither"] as const);
  return positions.flatMap((position) => {
    const [first, ...more] = groups.get(position) ?? [];
    if (first === undefined) return [];
    return [{ dependency, failure: more.reduce(worse, first) }];
  });
}

/** The one that lasts longer, and of two that last as long the one that needs less. */
function worse(a: Failure, b: Failure): Failure {
  const [timeOfA, timeOfB] = [secondsOf(a.until), secondsOf(b.until)];
  if (timeOfA !== timeOfB) return timeOfA > timeOfB ? a : b;
  return b.held.length + b.fresh.length < a.held.length + a.fresh.length ? b : a;
}

function secondsOf(until: Lifetime): number {
  return until === "unknown" ? Number.POSITIVE_INFINITY : until;
}

/** Leaves out what another one has told: the same sentence, or an effect by the same caches as a danger. */
function withoutEchoes(told: readonly Told[]): Told[] {
  const dangerous = told
    .filter(({ dependency, failure }) => dependency.isDanger(failure))
    .map(({ failure }) => keysOf(failure));
  const sentences = new Set<string>();
  return told.filter(({ dependency, failure }) => {
    const { zone, owner, kind, words } = dependency;
    const isEffect = !dependency.isDanger(failure) && (kind === "addresses" || kind === "alias");
    const keys = keysOf(failure);
    if (isEffect && dangerous.some((other) => [...keys].every((key) => other.has(key)))) return false;
    const id = `${keyOf(zone)}${keyOf(owner)}${kind}${tell(words, failure).message}`;
    if (sentences.has(id)) return false;
    sentences.add(id);
    return true;
  });
}

function keysOf({ held, fresh }: Failure): Set<string> {
  return new Set([...held, ...fresh].map(({ key }) => key));
}

/** Finds the place of the first of some RRsets, all of which are wanted, that is written somewhere after the change. */
function placesIn(
  pairs: readonly ZonePair[],
  wanted: readonly RrsetName[],
): (rrsets: readonly RrsetName[]) => Position | undefined {
  const places = new Map<string, Position>();
  const owners = new Set(wanted.map(({ owner }) => keyOf(owner)));
  const note = ({ owner, type, at }: PlacedRecord) => {
    if (at === undefined || !owners.has(keyOf(owner))) return;
    const key = `${keyOf(owner)}${type}`;
    if (!places.has(key)) places.set(key, at);
  };
  if (owners.size > 0) for (const { after = [] } of pairs) for (const record of after) note(record);
  return (rrsets) =>
    rrsets.map(({ owner, type }) => places.get(`${keyOf(owner)}${type}`)).find((at) => at !== undefined);
}
