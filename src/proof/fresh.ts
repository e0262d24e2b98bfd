import { MAX_NAME_LENGTH, type Name } from "../../dns/name.ts";

/** Names that exist nowhere, the same in every run over the same names. */
export interface Fresh {
  /** A child of a name; undefined where the name has no room for one. */
  readonly child: (name: Name) => Name | undefined;
  /** Labels that take exactly so many octets in front of a name, the last of them fresh; undefined where none do. */
  readonly prefix: (octets: number) => string | undefined;
}

/**
 * Makes labels that stand in no name at all, so that what begins with one collides with nothing, wherever aliases
 * lead it: `x0`, `x1`, … the first that is free, and one of a single octet where there is no room for more.
 *
 * @param taken the labels that there are, in lower case: those of `SHORT_LABEL` octets at most, and all that begin with x
 */
export function makeFresh(taken: ReadonlySet<string>): Fresh {
  const known = new Map<number, string | undefined>();
  const usual = [2, 3, 4].map(freeLabel).find((label) => label !== undefined);
  return {
    child(name) {
      const room = MAX_NAME_LENGTH - name.length - 1; // for the label
      const label = usual !== undefined && usual.length <= room ? usual : room < 1 ? undefined : freeLabel(1);
      return label === undefined ? undefined : (`${inWire(label)}${name}` as Name);
    },
    prefix(octets) {
      if (octets < 2) return undefined;
      let before = "";
      let left = octets;
      while (left > LONGEST_PIECE) {
        const size = Math.min(LONGEST_PIECE, left - LEAST_REST);
        before += inWire("x".repeat(size - 1));
        left -= size;
      }
      const label = freeLabel(left - 1);
      return label && before + inWire(label);
    },
  };

  /** The first free label of so many octets; undefined where all are taken. */
  function freeLabel(octets: number): string | undefined {
    if (!known.has(octets)) known.set(octets, firstFree(octets));
    return known.get(octets);
  }

  function firstFree(octets: number): string | undefined {
    for (const label of octets === 1 ? OCTETS : numbered(octets)) if (!taken.has(label)) return label;
    return undefined;
  }
}

/** A label that is longer than this begins with x where it is made here. */
export const SHORT_LABEL = 4;

/** A label with its length, at most. */
const LONGEST_PIECE = 64;
/** What is left in front of a name has to be enough for a label that is free. */
const LEAST_REST = 3;

function inWire(label: string): string {
  return String.fromCharCode(label.length) + label;
}

/** Labels of so many octets, those that begin with x first. */
function* numbered(octets: number): Iterable<string> {
  const digits = Math.min(octets, SHORT_LABEL);
  const head = octets > digits ? "x".padEnd(octets - digits, "0") : "";
  const count = BASE ** digits;
  const start = head === "" ? X * BASE ** (digits - 1) : 0;
  for (let number = 0; number < count; number++) {
    yield head + ((start + number) % count).toString(BASE).padStart(digits, "0");
  }
}

const BASE = 36;
const X = 33; // the digit x

/** Digits and letters, then all else that a label can be: not a capital, which is a letter, and not the wildcard's. */
const OCTETS: readonly string[] = [
  ..."x0123456789abcdefghijklmnopqrstuvwyz",
  ...Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).filter(
    (octet) => !/[0-9A-Za-z*]/.test(octet),
  ),
];
