import { isName, keyOf, type Name, parseName, printName, ROOT } from "../../dns/name.ts";
import { MAX_SERIAL } from "../../dns/serial.ts";

/** By the zone's name, folded with `keyOf`: the serial that it is served with in place of the one in its file. */
export type SerialSettings = ReadonlyMap<Name, number>;

/**
 * The environment variable with the serials: `example.com.=2026112202 example.org.=7`. A deployment that is taken back sets it,
 * for secondaries keep the greater serial, and the image of before has the smaller one.
 */
export const SERIALS = "ZONEPIPE_SERIALS";

/** Reads the value of the variable; undefined where there are no serials. */
export function readSerialSettings(
  value: string | undefined,
): SerialSettings | { readonly error: string } | undefined {
  const words = (value ?? "").split(" ").filter((word) => word !== "");
  if (words.length === 0) return undefined;
  const serials = new Map<Name, number>();
  for (const word of words) {
    const [, text = "", digits = ""] = /^([^\s=,]*\.)=([0-9]{1,10})$/.exec(word) ?? [];
    const zone = parseName(text, ROOT);
    const serial = Number(digits);
    if (text === "" || !isName(zone) || serial > MAX_SERIAL) {
      return {
        error: `${SERIALS} has ${JSON.stringify(word.slice(0, MOST_SHOWN))}; expected a zone and a serial from 0 to ${MAX_SERIAL}, as in example.com.=7`,
      };
    }
    if (serials.has(keyOf(zone))) return { error: `${SERIALS} has ${printName(keyOf(zone))} twice` };
    serials.set(keyOf(zone), serial);
  }
  return serials;
}

const MOST_SHOWN = 80; // characters of a word that is wrong
