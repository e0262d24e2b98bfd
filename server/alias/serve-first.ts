import { makeAliasCounters } from "./alias-counters.ts";
import { AliasKeeper, type AliasSource } from "./keeper.ts";

/** Writes what came with the zones, and what stands in them, for who answers and asks nobody. `now` is in seconds since 1970. */
export function serveFirst(source: AliasSource, now: number): void {
  const keeper = new AliasKeeper({
    ask: () => Promise.resolve({ failed: "nobody is asked" }),
    now: () => now,
    random: () => 0,
    ...{ hold: Number.POSITIVE_INFINITY, own: [], counters: makeAliasCounters() },
    ...{ say: () => undefined, complain: () => undefined },
  });
  keeper.serve(source);
}
