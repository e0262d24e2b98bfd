import { keyOf, type Name } from "../../dns/name.ts";
import { type KeyStates, keyStatesVariables, parseKeyStates } from "../../dns/signing/key-states.ts";
import { printPolicy, SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { isOfSigning } from "../../dns/signing-types.ts";
import type { Zone } from "../../dns/zone.ts";
import { WorldError } from "../files/world-error.ts";
import { policyIn } from "./policy.ts";

/** How these zones are signed; those that no nameserver of ours signs are left out. */
export function keyStatesOf(zones: readonly Zone[]): KeyStates {
  return new Map(
    zones.flatMap((zone) => {
      const policy = policyIn(zone);
      return policy === undefined ? [] : [[keyOf(zone.origin), policy] as const];
    }),
  );
}

/**
 * The zone as a nameserver of ours has it that knows these states of keys: with the newer one of its own and that, whatever its
 * file says. One that somebody else signed stays as it is.
 */
export function withNewestKeys<Z extends Zone>(zone: Z, states: KeyStates): Z {
  const newest = states.get(keyOf(zone.origin));
  const own = policyIn(zone);
  if (newest === undefined || (own !== undefined && own.counter >= newest.counter)) return zone;
  if (own === undefined && zone.records.some(({ type }) => isOfSigning(type))) return zone;
  const { origin } = zone;
  const record = { owner: origin, type: SIGNING_POLICY, ttl: newest.ttl, rdata: printPolicy(newest) };
  const others = zone.records.filter(({ type, owner }) => type !== SIGNING_POLICY || !isApex(owner, origin));
  return { ...zone, records: [...others, record] };
}

function isApex(owner: Name, origin: Name): boolean {
  return keyOf(owner) === keyOf(origin);
}

/** What a machine has in its environment of the states of keys. */
export function keyStatesOn(machine: string, env: { readonly [name: string]: string }): KeyStates {
  const states = parseKeyStates(env);
  if ("fault" in states) throw new WorldError(`Cannot read the keys of machine ${machine}: ${states.fault}`);
  return states;
}

/** Characters of an environment variable: a word of a command line, as flyctl gets it, may have 128 KiB on Linux. */
const MOST = 64 * 1024;
/** How many variables there may be: a program's words and environment may have 2 MiB on Linux. */
const MOST_VARIABLES = 8;

/**
 * The variables for the states of keys. Throws where there are too many: a machine that is without them would bring back old keys.
 *
 * @param what is not done then: `Cannot deploy`
 */
export function keyStatesEnv(what: string, states: KeyStates): { readonly [name: string]: string } {
  const variables = keyStatesVariables(states, MOST);
  const texts = Object.values(variables);
  if (texts.length <= MOST_VARIABLES && texts.every(({ length }) => length <= MOST)) return variables;
  throw new WorldError(
    `${what}: the states of the keys of ${states.size} zones do not fit into the environment of a machine; nothing was touched. Sign fewer zones from this repository: another one can have apps of its own`,
  );
}
