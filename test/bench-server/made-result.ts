import type { LoadRound, RowResult, ServerResult } from "../../bench/server/result.ts";

/** A run as it might have been, in which each server took so many microseconds in each round. */
export function madeRow(id: string, costs: { readonly [server: string]: readonly number[] }): RowResult {
  const servers = Object.entries(costs).map(
    ([name, all]) => [name, { rounds: all.map((cpu, index) => madeRound(index + 1, cpu)) }] as const,
  );
  return { id, title: id, servers: Object.fromEntries(servers) };
}

/** The same as a whole result. */
export function madeResult(rows: readonly RowResult[]): ServerResult {
  return {
    ...{
      format: 1,
      date: "2026-11-30T00:00:00.000Z",
      versions: { zonepipe: "0123456789ab" },
      rows,
      starts: [],
    },
    machine: { processor: "a processor", processors: 2, memory: "24 GiB", kernel: "linux 6", load: 0 },
    settings: {
      ...{ rounds: 3, turns: 1, seconds: 1, warmUp: 50_000, ports: 1000, connections: 10, outstanding: 180 },
      pinned: { server: "0", client: "1" },
    },
  };
}

function madeRound(start: number, cpu: number): LoadRound {
  const answered = 100_000;
  return {
    start,
    cpu,
    answered,
    sent: answered,
    lost: 0,
    seconds: 1,
    octets: 56,
    rcodes: { NOERROR: answered },
  };
}
