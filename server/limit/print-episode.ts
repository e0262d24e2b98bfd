import type { Episode } from "./episodes.ts";
import { IPV4 } from "./limit-rates.ts";
import { IPV4_PREFIX, IPV6_PREFIX } from "./rate-limits.ts";

/** An episode as a line of the log. It names the prefix, and so no client. */
export function printEpisode({ kind, high, low, count, seconds, isOn }: Episode, rate: number): string {
  const prefix = printPrefix(high, low);
  if (kind === "ended") {
    const what = isOn ? "were limited" : "would have been limited";
    return `Rate limit: ${prefix} is below it again; ${count} answers ${what} in ${seconds + 1} s`;
  }
  const what = isOn ? "answers to it are limited" : "they would be limited, but limits are only logged";
  return `Rate limit: ${prefix} asks for more than ${rate} answers of one kind a second; ${what}`;
}

/** The prefix in these two words of its addresses, as `192.0.2.0/24`. */
function printPrefix(high: number, low: number): string {
  if (low === IPV4) return `${[24, 16, 8, 0].map((bits) => (high >>> bits) & 0xff).join(".")}/${IPV4_PREFIX}`;
  const groups = [high >>> 16, high & 0xffff, low >>> 16, low & 0xff00];
  return `${groups.map((group) => group.toString(16)).join(":")}::/${IPV6_PREFIX}`;
}
