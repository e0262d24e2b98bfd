import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Authorities, type Source, startAuthorities } from "./authorities.ts";
import { makeFakedClock } from "./faked-clock.ts";
import { type Held, hold, judgeMixture, type Mixture } from "./held-model.ts";
import { hourAt, sourcesOf } from "./hour-sources.ts";
import type { LivedYear } from "./lived-year.ts";
import { type Said, startUnbound, type Unbound } from "./unbound.ts";
import type { Version } from "./versions.ts";
import { ASKED, DS_QUESTION, KEYS_QUESTION, PARENT_KEYS } from "./year-questions.ts";
import { NEGATIVE_TTL, PARENT, TTL, YEAR } from "./year-zones.ts";

/** What Unbound said of an answer, and what the model says of the same. */
export interface Comparison {
  /** Seconds since 1970. */
  readonly at: number;
  readonly question: string;
  readonly how: string;
  readonly unbound: Said;
  readonly model: Said;
  /** Where that is bogus, why. */
  readonly why?: string;
}

/** Resolvers on nameservers that answer as they did in the year. */
export interface Probe {
  /**
   * Asks at this time: at first a validator that has the keys of a TTL before in its cache, and data of then; afterwards one
   * behind a cache that has data of a TTL before, and the keys of then.
   */
  readonly ask: (at: number, why: string) => Promise<Comparison[]>;
  /** Lets a validator have its parts from these versions at one time. */
  readonly askMixture: (
    at: number,
    mixture: PinnedMixture,
    question: string,
    why: string,
  ) => Promise<Comparison>;
  readonly stop: () => Promise<void>;
}

/** The versions that a resolver has its parts from. */
export interface PinnedMixture {
  readonly root: Version;
  readonly parent: Version;
  readonly keys: Version;
  readonly data: Version;
}

/** Starts them. Their files are in `folder`; `anchor` is the root's key, as a line of a zone file. */
export async function startProbe(
  { hours }: Pick<LivedYear, "hours">,
  folder: string,
  anchor: string,
): Promise<Probe> {
  // It stands, so that what a cache has to forget does not rest on how busy the machine is.
  const clock = makeFakedClock(join(folder, "clock-of-unbound"), "stands");
  clock.set(hours[0]!.at);
  let sources = sourcesOf(hours[0]!);
  const authorities = await startAuthorities(() => sources);
  const inFolder = (name: string) => {
    mkdirSync(join(folder, name));
    return { folder: join(folder, name), clock };
  };
  const direct = await startUnbound({ ...inFolder("direct"), anchor, asks: authorities });
  const cache = await startUnbound({ ...inFolder("cache"), anchor: undefined, asks: authorities });
  const behind = await startUnbound({ ...inFolder("behind"), anchor, asks: cache.port });
  const goTo = (at: number) => {
    sources = sourcesOf(hourAt(hours, at));
    clock.set(at);
  };
  const compare = async (
    unbound: Unbound,
    at: number,
    question: string,
    how: string,
  ): Promise<Comparison> => {
    const said = await unbound.ask(question);
    return { ...{ at, question, how, unbound: said }, ...modelOf(authorities, question, at) };
  };
  return {
    ask: async (at, why) => {
      const found: Comparison[] = [];
      const past = at - TTL + SPARE;
      const [first, ...others] = ASKED;
      goTo(past);
      await forget(authorities, direct);
      found.push(await compare(direct, past, first, `${why}; a TTL before`));
      goTo(at);
      for (const question of others)
        found.push(await compare(direct, at, question, `${why}; keys of before`));
      goTo(past);
      await forget(authorities, cache, behind);
      for (const question of ASKED) await cache.ask(question);
      goTo(at - NEGATIVE_TTL + SPARE);
      for (const question of ASKED) await cache.ask(question); // what is denied, again
      goTo(at);
      for (const question of ASKED) found.push(await compare(behind, at, question, `${why}; data of before`));
      return found;
    },
    askMixture: async (at, { root, parent, keys, data }, question, how) => {
      const year: Source = (asked) => (asked === KEYS_QUESTION ? keys : data);
      sources = { root: () => root, parent: () => parent, year: [year, year, year] };
      clock.set(at);
      await forget(authorities, direct);
      return compare(direct, at, question, how);
    },
    stop: async () => {
      for (const unbound of [behind, cache, direct]) await unbound.stop();
      await authorities.stop();
    },
  };
}

/** So many seconds before it would be forgotten, something is asked for again. */
const SPARE = 60;

async function forget({ asked }: Authorities, ...resolvers: readonly Unbound[]): Promise<void> {
  for (const resolver of resolvers) await resolver.forget();
  asked.clear();
}

/** The model is told what the resolver has: the last answer that it got to each question. */
function modelOf({ asked }: Authorities, question: string, at: number): Pick<Comparison, "model" | "why"> {
  const held = (each: string): Held | undefined => {
    const version = asked.get(each);
    return version && hold(version, each, each === DS_QUESTION ? PARENT : YEAR);
  };
  const ds = held(DS_QUESTION);
  const parentKeys = held(PARENT_KEYS);
  const data = held(question);
  if (ds === undefined || parentKeys === undefined || data === undefined)
    throw new Error(`Unbound answers ${question} and asked only ${[...asked.keys()].join(", ")}`);
  // Without a DS it needs no keys.
  const mixture: Mixture = { ds, parentKeys, keys: held(KEYS_QUESTION) ?? ds, data };
  const verdict = judgeMixture(mixture, at, "ds");
  return typeof verdict === "string" ? { model: verdict } : { model: "bogus", why: verdict.bogus };
}
