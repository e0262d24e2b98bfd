import { parseAddressBlocks } from "../address/address-block.ts";
import { MAX_UDP_PAYLOAD } from "../answer/limits.ts";
import { PRIVATE_BLOCKS } from "../limit/match-blocks.ts";
import type { RateLimits } from "../limit/rate-limits.ts";
import type { Environment, UsageError } from "./usage.ts";

/** The flags that say what is limited over UDP. Each has a variable: `--rrl-rate` is DNS_RRL_RATE. */
export const LIMIT_FLAGS = {
  "rrl-rate": { type: "string" },
  "rrl-slip": { type: "string" },
  "rrl-window": { type: "string" },
  "rrl-table-size": { type: "string" },
  "rrl-log-only": { type: "string" },
  "rrl-allow": { type: "string" },
  "nocookie-udp-size": { type: "string" },
} as const;

/** What the command line says of them. */
export type LimitFlags = { readonly [flag in keyof typeof LIMIT_FLAGS]?: string | undefined };

/** The limits as the flags say, else the environment, else as they are by default. */
export function readRateLimits(flags: LimitFlags, environment: Environment): RateLimits | UsageError {
  const told = (flag: keyof LimitFlags) => flags[flag] ?? environment[variableOf(flag)];
  const numbers: Partial<Record<keyof typeof NUMBERS, number>> = {};
  for (const flag of NUMBER_FLAGS) {
    const { least, most } = NUMBERS[flag];
    const text = told(flag);
    const value = text === undefined ? NUMBERS[flag].default : /^[0-9]{1,8}$/.test(text) ? Number(text) : -1;
    if (value < least || value > most)
      return { error: `${namesOf(flag)} is "${text}"; expected ${least} to ${most}` };
    numbers[flag] = value;
  }
  const logOnly = LOG_ONLY.find((value) => value === (told("rrl-log-only") ?? "auto"));
  if (logOnly === undefined) {
    return {
      error: `${namesOf("rrl-log-only")} is "${told("rrl-log-only")}"; expected ${LOG_ONLY.join(", ")}`,
    };
  }
  const allowed = told("rrl-allow");
  const isOnlyThese = allowed !== undefined && ONLY.test(allowed);
  const blocks = parseAddressBlocks(allowed?.replace(ONLY, "") || "none");
  if ("wrong" in blocks) {
    return {
      error: `${namesOf("rrl-allow")} has "${blocks.wrong}"; expected blocks of addresses such as 192.0.2.0/24, or none`,
    };
  }
  const { "nocookie-udp-size": cookielessSize = MAX_UDP_PAYLOAD } = numbers;
  return {
    rate: numbers["rrl-rate"]!,
    slip: numbers["rrl-slip"]!,
    window: numbers["rrl-window"]!,
    tableSize: numbers["rrl-table-size"]!,
    logOnly,
    unlimited: isOnlyThese ? blocks : [...PRIVATE_BLOCKS, ...blocks],
    cookielessSize: cookielessSize === MAX_UDP_PAYLOAD ? undefined : cookielessSize,
  };
}

/** What takes the blocks away that are never limited otherwise; other blocks may stand behind it. */
const ONLY = /^\s*none\s*(,|$)/;

/**
 * The bounds and defaults of the numbers, with where they are from. BIND is its Administrator Reference Manual, "Response
 * Rate Limiting", Knot the documentation of its module `rrl`, NSD nsd.conf(5).
 */
const NUMBERS = {
  // BIND limits nothing by default. NSD takes 200 for a prefix and kind, and so did Knot's example while it counted so; now
  // it counts by address, 50, and 32 times as many for an IPv4 prefix of 24 bits. At 10,000 the ticks are fine to 2 %.
  "rrl-rate": { least: 0, most: 10_000, default: 200 },
  // Knot 1, BIND and NSD 2: with 1 nothing is lost.
  "rrl-slip": { least: 0, most: 10, default: 1 }, // BIND's bounds
  "rrl-window": { least: 0, most: 3600, default: 15 }, // BIND's, which begins at 1; 0 forgives at once, as Knot does
  "rrl-table-size": { least: 500, most: 4_194_304, default: 65_536 }, // BIND at most 20,000; Knot 524,288
  // BIND 4096, above all that is sent.
  "nocookie-udp-size": { least: 128, most: MAX_UDP_PAYLOAD, default: MAX_UDP_PAYLOAD },
} as const;

const NUMBER_FLAGS = Object.keys(NUMBERS) as (keyof typeof NUMBERS)[]; // it has no other keys
const LOG_ONLY = ["auto", "yes", "no"] as const satisfies RateLimits["logOnly"][];

function variableOf(flag: string): string {
  return `DNS_${flag.toUpperCase().replaceAll("-", "_")}`;
}

function namesOf(flag: string): string {
  return `--${flag} or ${variableOf(flag)}`;
}
