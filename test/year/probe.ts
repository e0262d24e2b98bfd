import { type Authorities, type Source, type Sources, startAuthorities } from "./authorities.ts";
import { type Held, hold, judgeMixture, type Mixture, type Verdict } from "./held-model.ts";
import { HOUR, type Hour, type LivedYear } from "./live-year.ts";
import { type Said, startUnbound, type Unbound } from "./unbound.ts";
import type { Version } from "./versions.ts";
import { ASKED, DS_QUESTION, KEYS_QUESTION, PARENT_KEYS } from "./year-questions.ts";
import { PARENT, TTL, YEAR } from "./year-zones.ts";

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

/** A resolver on nameservers that answer as they did in the year. */
export interface Probe {
  /**
   * Fills its cache a TTL before this time, and asks it then: at first with keys of before and data of now, and then with data
   * of before, which it did not check, and keys of now.
   */
  readonly ask: (at: number, why: string) => Promise<Comparison[]>;
  /** Lets it have the DS, keys and data of these versions at one time. */
  readonly askMixture: (at: number, mixture: PinnedMixture, question: string, why: string) => Promise<Comparison>;
  /** Which of them answers to the port `all` at this time: for a validator that asks on its own. */
  readonly goTo: (at: number) => Hour;
  readonly port: number;
  readonly stop: () => Promise<void>;
}

/** The versions that a resolver has its parts from. */
export interface PinnedMixture {
  readonly root: Version;
  readonly parent: Version;
  readonly keys: Version;
  readonly data: Version;
}

/** Starts both; the resolver's files are in `folder`. */
export async function startProbe(
  { hours }: Pick<LivedYear, "hours">,
  folder: string,
  fakeTime: string,
  anchor: string,
): Promise<Probe> {
  let sources = sourcesOf(hours[0]!);
  const authorities = await startAuthorities(() => sources);
  const unbound = await startUnbound(folder, fakeTime, authorities, anchor);
  const goTo = (at: number): Hour => {
    const hour = hourAt(hours, at);
    sources = sourcesOf(hour);
    unbound.setClock(at);
    return hour;
  };
  // What Unbound forgets is over for it by its clock: it must not go back behind that.
  const begin = async () => {
    await unbound.forget();
    authorities.asked.clear();
  };
  const compare = async (at: number, question: string, how: string): Promise<Comparison> => {
    const said = await unbound.ask(question);
    return { ...{ at, question, how, unbound: said }, ...modelOf(authorities, question, at) };
  };
  return {
    port: authorities.all,
    goTo,
    ask: async (at, why) => {
      const found: Comparison[] = [];
      const past = at - TTL + SPARE;
      goTo(past);
      await begin();
      found.push(await compare(past, ASKED[0], `${why}, a TTL before`));
      goTo(at);
      for (const question of ASKED) found.push(await compare(at, question, `${why}, keys in the cache`));
      goTo(past);
      await begin();
      for (const question of ASKED) await unbound.ask(question, true);
      goTo(at);
      for (const question of ASKED) found.push(await compare(at, question, `${why}, data in the cache`));
      return found;
    },
    askMixture: async (at, { root, parent, keys, data }, question, how) => {
      const year: Source = (asked) => (asked === KEYS_QUESTION ? keys : data);
      sources = { root: () => root, parent: () => parent, year: [year, year, year] };
      unbound.setClock(at);
      await begin();
      return compare(at, question, how);
    },
    stop: async () => {
      await unbound.stop();
      await authorities.stop();
    },
  };
}

/** A cache keeps what it has a little longer than nobody. */
const SPARE = 60;

function sourcesOf({ root, parent, servers }: Hour): Sources {
  const [one, two, three] = servers.map((version): Source => () => version) as [Source, Source, Source];
  return { root: () => root, parent: () => parent, year: [one, two, three] };
}

/** What holds at a time. */
export function hourAt(hours: readonly Hour[], at: number): Hour {
  const index = Math.floor((at - hours[0]!.at) / HOUR);
  return hours[Math.min(Math.max(index, 0), hours.length - 1)]!;
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
    throw new Error(`Unbound answers ${question} and asked nobody: ${[...asked.keys()].join(", ")}`);
  // Without a DS it needs no keys.
  const mixture: Mixture = { ds, parentKeys, keys: held(KEYS_QUESTION) ?? ds, data };
  const verdict: Verdict = judgeMixture(mixture, at, "ds");
  return typeof verdict === "string" ? { model: verdict } : { model: "bogus", why: verdict.bogus };
}
