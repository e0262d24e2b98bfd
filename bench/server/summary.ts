import { ECHO } from "./echo.ts";
import { COMPARED, OURS } from "./peers.ts";
import type { LoadRound, RowResult, StartResult, StartRound } from "./result.ts";
import { median, ratiosOf, ratiosOfRounds, type Spread, spreadOf } from "./statistics.ts";

/** What the rounds of a row come to. */
export interface RowSummary {
  readonly id: string;
  readonly title: string;
  readonly servers: ReadonlyMap<string, ServerSummary>;
  /** The peer whose median of processor time is less; undefined where none was there. */
  readonly better: string | undefined;
  /** Our processor time to that peer's, paired by rounds; the numbers behind `ratio`. */
  readonly ratios: readonly number[];
  readonly ratio: Spread | undefined;
  /** The same to the echo's. */
  readonly toEcho: Spread | undefined;
}

/** A server under one kind of load. */
export interface ServerSummary {
  /** Microseconds of the processor for an answer. */
  readonly cpu: Spread;
  /** Answers in a second. */
  readonly perSecond: Spread;
  /** Per cent of its processor that was used. */
  readonly busy: number;
  readonly lost: number;
  /** Of what was sent. */
  readonly lostShare: number;
  readonly octets: number;
  readonly latency:
    | { readonly rate: number; readonly p50: Spread; readonly p99: Spread; readonly lost: number }
    | undefined;
}

/** Sums up a row. */
export function summariseRow({ id, title, servers }: RowResult): RowSummary {
  const costs = (name: string) => servers[name]?.rounds.map(({ cpu }) => cpu);
  const better = leastOf(COMPARED, costs);
  const ours = servers[OURS]?.rounds;
  const to = (name: string | undefined) => {
    const theirs = name === undefined ? undefined : servers[name]?.rounds;
    return ours === undefined || theirs === undefined ? [] : ratiosOfRounds(ours, theirs);
  };
  const ratios = to(better);
  const echo = to(ECHO);
  return {
    ...{ id, title, better, ratios },
    ratio: ratios.length === 0 ? undefined : spreadOf(ratios),
    toEcho: echo.length === 0 ? undefined : spreadOf(echo),
    servers: new Map(
      Object.entries(servers).map(([name, { rounds, latency }]) => [name, summarise(rounds, latency)]),
    ),
  };
}

function summarise(
  rounds: readonly LoadRound[],
  latency: RowResult["servers"][string]["latency"],
): ServerSummary {
  const lost = sum(rounds.map((round) => round.lost));
  return {
    cpu: spreadOf(rounds.map(({ cpu }) => cpu)),
    perSecond: spreadOf(rounds.map(({ answered, seconds }) => answered / seconds)),
    busy: median(rounds.map(({ cpu, answered, seconds }) => (cpu * answered) / 1e4 / seconds)),
    lost,
    lostShare: lost / Math.max(1, sum(rounds.map(({ sent }) => sent))),
    octets: median(rounds.map(({ octets }) => octets)),
    latency: latency && {
      rate: latency.rate,
      p50: spreadOf(latency.rounds.map((round) => round.median)),
      p99: spreadOf(latency.rounds.map(({ p99 }) => p99)),
      lost: sum(latency.rounds.map((round) => round.lost)),
    },
  };
}

/** What starts with one size of zones come to. */
export interface StartSummary {
  readonly id: string;
  readonly title: string;
  readonly servers: ReadonlyMap<string, { readonly ready: Spread; readonly megabytes: Spread }>;
  /** Ours to the better of the peers, for each measure by itself; undefined where one was not there. */
  readonly ready: Compared | undefined;
  readonly memory: Compared | undefined;
}

/** Ours beside the better peer. */
export interface Compared {
  readonly better: string;
  readonly ratios: readonly number[];
  readonly ratio: Spread;
}

/** Sums up the starts with one size of zones. */
export function summariseStart({ id, title, servers }: StartResult): StartSummary {
  const compare = (of: (round: StartRound) => number): Compared | undefined => {
    const numbers = (name: string) => servers[name]?.map(of);
    const better = leastOf(COMPARED, numbers);
    const ours = numbers(OURS);
    if (better === undefined || ours === undefined) return undefined;
    const ratios = ratiosOf(ours, numbers(better)!); // it is the least of those that are there
    return { better, ratios, ratio: spreadOf(ratios) };
  };
  return {
    ...{ id, title },
    ready: compare(({ ready }) => ready),
    memory: compare(({ megabytes }) => megabytes),
    servers: new Map(
      Object.entries(servers).map(([name, rounds]) => [
        name,
        {
          ready: spreadOf(rounds.map(({ ready }) => ready)),
          megabytes: spreadOf(rounds.map(({ megabytes }) => megabytes)),
        },
      ]),
    ),
  };
}

/** Whose median is the least, of those that were measured. */
function leastOf(
  names: readonly string[],
  numbersOf: (name: string) => readonly number[] | undefined,
): string | undefined {
  const there = names.flatMap((name) => {
    const numbers = numbersOf(name);
    return numbers === undefined || numbers.length === 0 ? [] : [{ name, median: median(numbers) }];
  });
  return there.toSorted((a, b) => a.median - b.median)[0]?.name;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
