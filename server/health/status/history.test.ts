import { expect, test } from "vitest";
import { BADCOOKIE, NXDOMAIN, REFUSED, SERVFAIL } from "../../../dns/message-rcode.ts";
import {
  KERNEL_DROPS,
  MAX_ZONES,
  makeCounters,
  OUTCOMES,
  RCODES,
  RECEIVED,
  ZONES,
} from "../../answer/counters.ts";
import { History } from "./history.ts";

/** A history of two threads and the clock that it looks at. */
function start() {
  const [udp, tcp] = makeCounters(2);
  const clock = { now: 1_000 };
  const threads = [
    { transport: "udp", counters: udp! },
    { transport: "tcp", counters: tcp! },
  ] as const;
  return { udp: udp!, tcp: tcp!, clock, history: new History(threads, () => clock.now) };
}

test("rates are what came between two samples, by the time that it took", () => {
  const { udp, tcp, clock, history } = start();
  expect(history.rates("udp")).toEqual([]);
  for (const [seconds, more] of [
    [5, 100],
    [10, 100],
    [5, 0],
  ] as const) {
    clock.now += seconds * 1000;
    udp[RECEIVED]! += more;
    tcp[RECEIVED]! += 5;
    history.sample();
  }
  expect(history.rates("udp")).toEqual([20, 10, 0]);
  expect(history.rates("tcp")).toEqual([1, 0.5, 1]);
  expect(history.covers).toBe(20);
});

test("what was counted before the first sample is no rate", () => {
  const { udp, clock, history } = start();
  udp[RECEIVED] = 5;
  clock.now += 5_000;
  history.sample();
  clock.now += 5_000;
  history.sample();
  expect(history.rates("udp")).toEqual([1, 0]);
});

test("the oldest samples go when a quarter of an hour is over", () => {
  const { udp, clock, history } = start();
  for (let sample = 1; sample <= 1_000; sample++) {
    clock.now += 5_000;
    udp[RECEIVED]! += sample;
    history.sample();
  }
  const rates = history.rates("udp");
  expect([rates.length, rates[0], rates.at(-1)]).toEqual([180, 821 / 5, 200]);
  expect(history.covers).toBe(900);
});

test("outcomes are those of all zones, of refusals and of errors", () => {
  const { udp, tcp, history } = start();
  udp[ZONES + OUTCOMES.indexOf("answer")] = 1;
  tcp[ZONES + MAX_ZONES * OUTCOMES.length + OUTCOMES.indexOf("answer")] = 2;
  udp[ZONES + 7 * OUTCOMES.length + OUTCOMES.indexOf("nodata")] = 4;
  udp[ZONES + 8 * OUTCOMES.length + OUTCOMES.indexOf("referral")] = 5;
  udp[RCODES + NXDOMAIN] = 6;
  tcp[RCODES + REFUSED] = 7;
  udp[RCODES + SERVFAIL] = 8;
  tcp[RCODES + BADCOOKIE] = 9;
  udp[KERNEL_DROPS] = 10;
  const series = ["answer", "nodata", "referral", "nxdomain", "refused", "error", "unanswered"] as const;
  expect(series.map((each) => history.total(each))).toEqual([3, 4, 5, 6, 7, 17, 10]);
});
