import { childOf, labelsOf, MAX_LABEL_LENGTH, MAX_NAME_LENGTH, type Name } from "../../dns/name.ts";
import type { Random } from "./random.ts";

/** A label: mostly one of a few, so that names meet; sometimes with octets that need an escape, or a long one. */
export function randomLabel(random: Random): string {
  return random.weighted(LABEL_KINDS)(random);
}

/** The name with one more label on its left, or the name itself where that would be too long. */
export function addLabel(label: string, name: Name): Name {
  return name.length + 1 + label.length > MAX_NAME_LENGTH ? name : childOf(label, name);
}

/** The name with labels added until it is nearly as long as a name can be (RFC 1035 §2.3.4). */
export function deepen(random: Random, name: Name): Name {
  const length = random.pick([1, 1, 7, 30, MAX_LABEL_LENGTH]);
  let deep = name;
  for (;;) {
    const label = random.pick(PLAIN).charAt(0).repeat(length);
    const deeper = addLabel(label, deep);
    if (deeper === deep || (length > 1 && random.chance(0.05))) return deep;
    deep = deeper;
  }
}

/** The same name (RFC 4343), each letter in upper or lower case by chance. */
export function shuffleCase(random: Random, name: Name): Name {
  let shuffled = "\0";
  for (const label of labelsOf(name).reverse()) {
    const text = label.replace(/[a-zA-Z]/g, (letter) =>
      random.chance(0.5) ? letter.toUpperCase() : letter.toLowerCase(),
    );
    shuffled = childOf(text, shuffled as Name); // begins as the root
  }
  return shuffled as Name; // labels put together one by one
}

const PLAIN = ["a", "b", "c", "d", "www", "ns1", "mail", "_tcp", "x-1", "sub"];
const MIXED = ["A", "Www", "MAIL", "nS1"];
const ODD = [
  "a.b",
  "*a",
  "a*",
  "**",
  "sp ace",
  '"',
  "\\",
  "\\.",
  "@",
  "$",
  ";x",
  "(",
  ")",
  "\0",
  "\0\0",
  "\xff\xfe",
  "\x7f",
  "\t",
  "\n",
  "012",
  "\xc0\x0c",
  "\x03www",
  "_",
  "-",
  "\xe9",
  "\xc9",
  "[",
  "{",
];

const LABEL_KINDS: readonly (readonly [number, (random: Random) => string])[] = [
  [80, (random) => random.pick(PLAIN)],
  [8, (random) => random.pick(MIXED)],
  [7, (random) => random.pick(ODD)],
  [3, (random) => String(random.below(1000))],
  [1, (random) => random.pick(PLAIN).charAt(0).repeat(MAX_LABEL_LENGTH)],
  [
    1,
    (random) => String.fromCharCode(...Array.from({ length: 1 + random.below(8) }, () => random.below(256))),
  ],
];
