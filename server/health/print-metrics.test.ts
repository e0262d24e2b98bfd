import { expect, test } from "vitest";
import { printMetrics } from "./print-metrics.ts";

test("metrics in the text format: help, type, then a line for each sample", () => {
  expect(
    printMetrics([
      {
        name: "zonepipe_queries_total",
        help: "Messages that came",
        type: "counter",
        samples: [
          { labels: { transport: "udp" }, value: 12 },
          { labels: { transport: "tcp", more: "x" }, value: 2 ** 53 },
        ],
      },
      { name: "zonepipe_nothing", help: "Nothing", type: "gauge", samples: [] },
      { name: "zonepipe_up", help: "Up", type: "gauge", samples: [{ value: 0.25 }] },
    ]),
  ).toBe(`# HELP zonepipe_queries_total Messages that came
# TYPE zonepipe_queries_total counter
zonepipe_queries_total{transport="udp"} 12
zonepipe_queries_total{transport="tcp",more="x"} 9007199254740992
# HELP zonepipe_up Up
# TYPE zonepipe_up gauge
zonepipe_up 0.25
`);
});

test("what would end a label or a line is escaped", () => {
  const samples = [{ labels: { zone: 'a\\"b\nc' }, value: Number.POSITIVE_INFINITY }];
  expect(printMetrics([{ name: "m", help: 'a\\b\n"c"', type: "gauge", samples }])).toBe(
    '# HELP m a\\\\b\\n"c"\n# TYPE m gauge\nm{zone="a\\\\\\"b\\nc"} NaN\n',
  );
});
