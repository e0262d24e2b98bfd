import { readFileSync } from "node:fs";
import { memoryOfTree } from "../../bench/memory-tree.ts";
import type { Tally } from "./tally.ts";

/** One second of a run. */
export interface Sample {
  /** Seconds since the load began. */
  readonly at: number;
  /** Answers in this second, and how long they took in milliseconds; undefined where none came. */
  readonly udp: Latency | undefined;
  readonly tcp: Latency | undefined;
  /** Since the beginning: questions without an answer, and what else was wrong. */
  readonly lost: number;
  readonly wrong: number;
  /** Memory of the server in octets: resident, of that what is in no file, and its share (proc(5): VmRSS, RssAnon, Pss). */
  readonly resident: number;
  readonly anonymous: number;
  readonly share: number;
  /** Versions of the zone: what the server serves, and the secondary, where there is one. */
  readonly version: number;
  readonly secondary: number | undefined;
}

/** How long answers took, in milliseconds. */
export interface Latency {
  readonly count: number;
  readonly median: number;
  /** 99 of 100 took no longer. */
  readonly p99: number;
  readonly worst: number;
}

/** Takes what the last second brought out of the tally, and looks at the memory of a process. Linux tells; elsewhere it is 0. */
export function takeSample(
  at: number,
  pid: number,
  tally: Tally,
  version: number,
  secondary: number | undefined,
): Sample {
  const status = process.platform === "linux" ? readFileSync(`/proc/${pid}/status`, "latin1") : "";
  const kilobytes = (field: string) =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1] ?? 0);
  return {
    at,
    udp: latencyOf(tally.udp.splice(0)),
    tcp: latencyOf(tally.tcp.splice(0)),
    lost: tally.total.lost,
    wrong: tally.total.wrong,
    resident: kilobytes("VmRSS") * 1024,
    anonymous: kilobytes("RssAnon") * 1024,
    share: (memoryOfTree(pid) ?? 0) * 1024 * 1024,
    version,
    secondary,
  };
}

function latencyOf(took: number[]): Latency | undefined {
  if (took.length === 0) return undefined;
  took.sort((a, b) => a - b);
  return {
    count: took.length,
    median: took[took.length >> 1]!,
    p99: took[Math.ceil(took.length * 0.99) - 1]!,
    worst: took.at(-1)!,
  };
}
