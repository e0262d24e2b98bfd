import type { Metric, Sample } from "./print-metrics.ts";

/** A number that only grows, with the name that all of ours begin with. */
export function counter(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name: `zonepipe_${name}`, help, type: "counter", samples };
}

/** A number that goes up and down. */
export function gauge(name: string, help: string, samples: readonly Sample[]): Metric {
  return { name: `zonepipe_${name}`, help, type: "gauge", samples };
}
