import type { Zone } from "../../dns/zone.ts";
import { policyIn } from "../dnssec/policy.ts";

/** Milliseconds that a machine may take to sign these zones when it starts: with a sixteenth of a processor, as a shared one has. */
export function signingTime(zones: readonly Zone[]): number {
  return zones.reduce((sum, zone) => {
    const policy = policyIn(zone);
    if (policy === undefined) return sum;
    const signing = policy.keys.filter(({ signs }) => signs === "all" || signs === "zone").length;
    const owners = new Set(zone.records.map(({ owner }) => owner));
    const rrsets = new Set(zone.records.map(({ owner, type }) => `${type} ${owner}`));
    // A denial stands at every name, and the apex has a few records more.
    return sum + ROUND + signing * (rrsets.size + owners.size) * A_SIGNATURE;
  }, 0);
}

/** Milliseconds for one signature, and what goes with it: 70 µs of a processor (`npm run bench -- sign`), 16 times as long. */
const A_SIGNATURE = 0.07 * 16;
/** For the thread that signs to start, and its look at what is there. */
const ROUND = 5_000;
