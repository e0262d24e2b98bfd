import { isName, keyOf, type Name, parseName, printName, ROOT } from "../name.ts";
import { parsePolicy, printPolicy, type SigningPolicy } from "./policy.ts";

/** How zones are signed, by their folded names (see `keyOf`): of each the newest state of its keys that is known. */
export type KeyStates = ReadonlyMap<Name, SigningPolicy>;

/**
 * The variable that has them on a machine, for zones that an image has with an older state: records go back, keys never
 * do. Where one variable cannot hold all, others follow it: `ZONEPIPE_KEY_STATES_2`, and so on.
 */
export const KEY_STATES = "ZONEPIPE_KEY_STATES";

/**
 * The variables for these states, of so many characters at most each: a zone does not begin in one and end in another. Each says
 * which of how many it is, so that none can be missing without being missed: `1/2 example.com. v=1 …,example.org. v=1 …`.
 */
export function keyStatesVariables(states: KeyStates, most: number): { readonly [name: string]: string } {
  const parts: string[][] = [];
  let room = 0;
  for (const text of [...states].map(([zone, policy]) => printState(zone, policy)).sort()) {
    if (room < text.length + 1) {
      parts.push([]);
      room = most - HEAD;
    }
    parts.at(-1)!.push(text);
    room -= text.length + 1;
  }
  return Object.fromEntries(
    parts.map((part, index) => [
      index === 0 ? KEY_STATES : `${KEY_STATES}_${index + 1}`,
      `${index + 1}/${parts.length} ${part.join(",")}`,
    ]),
  );
}

const HEAD = 12; // characters for which of how many parts it is

function printState(zone: Name, policy: SigningPolicy): string {
  return `${printName(zone).replace(/,/g, "\\044")} ${printPolicy(policy)}`; // RFC 1035 §5.1
}

/** Reads the states in these variables; a sentence without its final stop where they are not whole. */
export function parseKeyStates(variables: {
  readonly [name: string]: string | undefined;
}): KeyStates | { readonly fault: string } {
  const states = new Map<Name, SigningPolicy>();
  let parts = Object.keys(variables).some((name) => name.startsWith(KEY_STATES)) ? 1 : 0;
  for (let part = 1; part <= parts; part++) {
    const name = part === 1 ? KEY_STATES : `${KEY_STATES}_${part}`;
    const [, number, count, text = ""] =
      /^([0-9]{1,4})\/([0-9]{1,4}) (.+)$/s.exec(variables[name] ?? "") ?? [];
    if (Number(number) !== part || (part > 1 && Number(count) !== parts))
      return { fault: `${name} is not the part ${part} of the states of keys` };
    parts = Number(count);
    for (const state of text.split(",")) {
      const end = state.indexOf(" ");
      const zone = parseName(state.slice(0, Math.max(0, end)), ROOT);
      if (end < 1 || !isName(zone))
        return { fault: `${name} has ${quoted(state)}; expected a zone and its keys` };
      const policy = parsePolicy(state.slice(end + 1));
      if ("fault" in policy) return { fault: `${name} has keys of ${printName(zone)}: ${policy.fault}` };
      if (states.has(keyOf(zone))) return { fault: `The states of keys have ${printName(zone)} twice` };
      states.set(keyOf(zone), policy);
    }
  }
  return states;
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}

/** Of each zone the state with the greatest counter; of two with the same the first one. */
export function newestStates(many: readonly KeyStates[]): KeyStates {
  const newest = new Map<Name, SigningPolicy>();
  for (const [zone, policy] of many.flatMap((states) => [...states])) {
    const known = newest.get(zone);
    if (known === undefined || policy.counter > known.counter) newest.set(zone, policy);
  }
  return newest;
}
