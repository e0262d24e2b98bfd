import { NXDOMAIN, REFUSED } from "../../../dns/message-rcode.ts";
import {
  ANSWERED,
  type Counters,
  DROPPED,
  KERNEL_DROPS,
  LIMITED_ERROR,
  LIMITED_NEGATIVE,
  LIMITED_POSITIVE,
  MAX_RCODE,
  MAX_ZONES,
  OUTCOMES,
  PORT_DROPPED,
  RCODES,
  RECEIVED,
  RESPONSES,
  sumOf,
  TOO_SHORT,
  UNSENT,
  ZONES,
} from "../../answer/counters.ts";

/** What an answer may be. */
export const OUTCOME_SERIES = ["answer", "nodata", "referral", "nxdomain", "refused", "error"] as const;

/** One of them. */
export type Outcome = (typeof OUTCOME_SERIES)[number];

/** What is kept of the last minutes, as totals since the start: messages that came, answers and what has none, and the outcomes. */
const SERIES = ["udp", "tcp", "answered", "unanswered", ...OUTCOME_SERIES] as const;

/** One of them. */
export type Series = (typeof SERIES)[number];

/** Milliseconds between two samples, and how many are kept: a quarter of an hour. */
export const STEP = 5_000;
const KEPT = 181;

/** Counters that are read, by the transport of their thread. */
export interface Counted {
  readonly transport: "udp" | "tcp";
  readonly counters: Counters;
}

/** What is left out of an answer: messages that were dropped, and answers that the system did not take. */
const UNANSWERED = [
  ...[TOO_SHORT, RESPONSES, UNSENT, KERNEL_DROPS, PORT_DROPPED],
  ...[LIMITED_POSITIVE, LIMITED_NEGATIVE, LIMITED_ERROR].map((kind) => kind + DROPPED),
];

/** Totals of the last quarter of an hour, read out of the threads' counters now and then; the threads do nothing for it. */
export class History {
  readonly #threads: readonly Counted[];
  readonly #now: () => number;
  /** Samples of a time and the totals, the oldest one overwritten. */
  readonly #ring = new Float64Array(KEPT * WIDTH);
  #taken = 0;

  /** `now` gives milliseconds of a clock that never goes back. */
  constructor(threads: readonly Counted[], now: () => number) {
    this.#threads = threads;
    this.#now = now;
    this.sample();
  }

  sample(): void {
    const at = (this.#taken % KEPT) * WIDTH;
    this.#ring[at] = this.#now();
    for (const [index, total] of totalsOf(this.#threads).entries()) this.#ring[at + 1 + index] = total;
    this.#taken += 1;
  }

  /** How much of it there was a second between two samples, the oldest first. */
  rates(series: Series): readonly number[] {
    const column = 1 + SERIES.indexOf(series);
    const rates: number[] = [];
    for (let sample = Math.max(1, this.#taken - KEPT + 1); sample < this.#taken; sample++) {
      const [before, after] = [((sample - 1) % KEPT) * WIDTH, (sample % KEPT) * WIDTH];
      const seconds = (this.#ring[after]! - this.#ring[before]!) / 1000;
      const more = this.#ring[after + column]! - this.#ring[before + column]!;
      rates.push(seconds > 0 ? Math.max(0, more) / seconds : 0);
    }
    return rates;
  }

  /** Seconds that its samples cover. */
  get covers(): number {
    const [first, last] = [Math.max(0, this.#taken - KEPT), this.#taken - 1];
    return (this.#ring[(last % KEPT) * WIDTH]! - this.#ring[(first % KEPT) * WIDTH]!) / 1000;
  }

  /** What there has been since the start. */
  total(series: Series): number {
    return totalsOf(this.#threads)[SERIES.indexOf(series)]!;
  }
}

const WIDTH = 1 + SERIES.length;

/** In the order of `SERIES`. */
function totalsOf(threads: readonly Counted[]): readonly number[] {
  const all = threads.map(({ counters }) => counters);
  const of = (transport: Counted["transport"]) =>
    threads.filter((thread) => thread.transport === transport).map(({ counters }) => counters);
  const outcomes = outcomesOf(all);
  const [nxdomain, refused] = [sumOf(all, RCODES + NXDOMAIN), sumOf(all, RCODES + REFUSED)];
  let errors = -refused - nxdomain;
  for (let rcode = 1; rcode <= MAX_RCODE; rcode++) errors += sumOf(all, RCODES + rcode);
  return [
    sumOf(of("udp"), RECEIVED),
    sumOf(of("tcp"), RECEIVED),
    sumOf(all, ANSWERED),
    UNANSWERED.reduce((sum, place) => sum + sumOf(all, place), 0),
    ...(["answer", "nodata", "referral"] as const).map((name) => outcomes[OUTCOMES.indexOf(name)]!),
    ...[nxdomain, refused, errors],
  ];
}

/** Answers of all zones by `OUTCOMES`. */
function outcomesOf(all: readonly Counters[]): readonly number[] {
  const sums = OUTCOMES.map(() => 0);
  for (const counters of all) {
    for (let place = 0; place < (MAX_ZONES + 1) * OUTCOMES.length; place++)
      sums[place % OUTCOMES.length]! += counters[ZONES + place]!;
  }
  return sums;
}
