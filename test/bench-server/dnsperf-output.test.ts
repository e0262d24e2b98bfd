import { describe, expect, test } from "vitest";
import { readDnsperf, readLatencies } from "../../bench/server/dnsperf-output.ts";

const SAID = `DNS Performance Testing Tool
Version 2.10.0

[Status] Command line: dnsperf -s 127.0.0.1 -p 5398 -d questions -l 3
[Status] Sending queries (to 127.0.0.1:5398)
> NOERROR host-1.bench.example. A 0.000250
> NXDOMAIN no-2.bench.example. A 0.001500
> T nothing.bench.example. A
[Status] Testing complete (time limit)

Statistics:

  Queries sent:         12000
  Queries completed:    11900 (99.17%)
  Queries lost:         100 (0.83%)

  Response codes:       NOERROR 10700 (89.92%), NXDOMAIN 1200 (10.08%)
  Average packet size:  request 40, response 56
  Run time (s):         3.239571
  Queries per second:   3673.325759
`;

test("what dnsperf says is read", () => {
  expect(readDnsperf(SAID)).toEqual({
    ...{ sent: 12_000, answered: 11_900, lost: 100, seconds: 3.239571, octets: 56 },
    rcodes: { NOERROR: 10_700, NXDOMAIN: 1200 },
  });
});

test("where nothing was answered there are no response codes", () => {
  const silent = SAID.replace(/completed: .*/, "completed:    0 (0.00%)").replace(
    / {2}Response codes.*\n/,
    "",
  );
  expect(readDnsperf(silent)).toMatchObject({ answered: 0, rcodes: {} });
});

test("latencies are those of answers, in milliseconds", () => {
  expect(readLatencies(SAID)).toEqual([0.25, 1.5]);
});

describe("another output is refused, with all of it", () => {
  test.each(["Queries sent", "Queries completed", "Queries lost", "Run time", "Average packet size"])(
    "no %s",
    (what) => {
      expect(() => readDnsperf(SAID.replace(what, "Something"))).toThrow(
        /Cannot read what dnsperf said.*Statistics/s,
      );
    },
  );
});
