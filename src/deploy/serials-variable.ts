import { isName, keyOf, parseName, printName, ROOT } from "../../dns/name.ts";
import { WorldError } from "../files/world-error.ts";

/** What the server of an image reads the serials from that it answers with in place of those in its files. */
const SERIALS = "ZONEPIPE_SERIALS";

/** The variable for these serials, by the zone's name with its final dot: `example.com.=7 example.org.=3`. */
export function serialsVariable(serials: ReadonlyMap<string, number>): { readonly [name: string]: string } {
  const text = [...serials]
    .map(([zone, serial]) => `${zone.replace(/[=,]/g, escaped)}=${serial}`)
    .sort()
    .join(" ");
  return text === "" ? {} : { [SERIALS]: text };
}

/** The zones that a machine answers with other serials than its image has, by their names with the final dot. */
export function renumberedOn(env: { readonly [name: string]: string }): ReadonlySet<string> {
  const words = (env[SERIALS] ?? "").split(" ");
  return new Set(
    words.flatMap((word) => {
      const zone = parseName(word.slice(0, word.lastIndexOf("=")), ROOT);
      return word !== "" && isName(zone) ? [printName(keyOf(zone))] : [];
    }),
  );
}

function escaped(character: string): string {
  return `\\0${character.charCodeAt(0)}`; // RFC 1035 §5.1: both have two digits
}

/** Octets of an environment variable. A word of a command line, as flyctl gets it, may have 128 KiB on Linux. */
const MOST_OCTETS = 64 * 1024;

/**
 * Throws where a variable is too long for a machine: without it, what is spent would be forgotten, or the way back would be
 * without its serials.
 *
 * @param what is not done then: `Cannot deploy`
 */
export function requireFit(what: string, env: { readonly [name: string]: string }): void {
  for (const [name, text] of Object.entries(env)) {
    if (text.length <= MOST_OCTETS) continue;
    const zones = text.split(" ").length;
    throw new WorldError(
      `${what}: ${name} would have ${text.length} octets for ${zones} zones, and an environment variable of a machine may have ${MOST_OCTETS}; nothing was touched. Serve fewer zones from this repository: another one can have apps of its own`,
    );
  }
}
