import { type Part, parsePattern } from "./parse.ts";

/** Text that may cost a regular expression more than its length: a beginning, what is repeated, and an end. */
export interface Attack {
  readonly before: string;
  readonly pump: string;
  readonly after: string;
}

/** The text of an attack, of about that many characters. */
export function textOf({ before, pump, after }: Attack, length: number): string {
  const times = Math.max(1, Math.floor((length - before.length - after.length) / pump.length));
  return `${before}${pump.repeat(times)}${after}`;
}

/**
 * Attacks made of the expression's own pieces. It goes back and forth where the same text fits in several ways and
 * then fails; so each is: what leads to a repetition, what it repeats, alone and in pairs, and what does not fit.
 */
export function attacksOn(source: string, flags: string): Attack[] {
  const root = parsePattern(source);
  const sample = sampler(root, flags);
  const repeats = new Map<string, Set<string>>([["", new Set()]]); // what is repeated, by what leads to it
  walk(root, "", sample, repeats);
  const inner = [...repeats.values()].flatMap((pumps) => [...pumps]);
  const single = [...new Set([...sample.classes, ...inner])];
  const pairs = inner.length === 0 ? [] : single.flatMap((a, at) => single.slice(at + 1).map((b) => a + b));
  // Where an expression may begin anywhere, it must not have begun with what is repeated.
  if (inner.length > 0) repeats.set(sample.outsider, new Set());
  const afters = ["", sample.outsider, sample.of(root), "\n", ...sample.classes.slice(0, MOST_ENDS)];
  const attacks: Attack[] = [];
  for (const [before, own] of repeats) {
    for (const pump of new Set([...own, ...single, ...pairs.slice(0, MOST_PAIRS)])) {
      if (pump === "") continue;
      for (const after of new Set(afters)) attacks.push({ before, pump, after });
    }
  }
  return attacks;
}

const MOST_ENDS = 2;
const MOST_PAIRS = 100;
const MANY = 16; // as often as this is like without an end

interface Sampler {
  /** One character of each kind that the expression tells apart. */
  readonly classes: readonly string[];
  /** A character that fits nowhere, or else one that is rare. */
  readonly outsider: string;
  /** A text that fits. */
  readonly of: (part: Part, isShort?: boolean) => string;
}

function sampler(root: Part, flags: string): Sampler {
  const sources = new Set<string>();
  const gather = (part: Part): void => {
    if (part.kind === "character") sources.add(part.source);
    for (const child of childrenOf(part)) gather(child);
  };
  gather(root);
  const kept = flags.replace(/[gy]/g, "");
  const tests = new Map([...sources].map((each) => [each, new RegExp(`^(?:${each})$`, kept)]));
  const told = [...tests.values(), /^[\n\r]$/, /^\w$/]; // assertions tell the last two apart
  const kinds = new Map<string, string>();
  for (const character of CHARACTERS) {
    const kind = told.map((test) => (test.test(character) ? "1" : "0")).join("");
    if (!kinds.has(kind)) kinds.set(kind, character);
  }
  const outsider = kinds.get("0".repeat(told.length)) ?? "\u{1f600}";
  const of = (part: Part, isShort = false): string => {
    switch (part.kind) {
      case "character":
        return CHARACTERS.find((each) => tests.get(part.source)!.test(each)) ?? "";
      case "assertion":
        return "";
      case "sequence":
        return part.parts.map((each) => of(each, isShort)).join("");
      case "choice":
        return of(part.of[0]!, isShort);
      case "repeat":
        return of(part.inner, isShort).repeat(Math.min(MANY, isShort ? part.least : Math.max(1, part.least)));
      default:
        return part satisfies never;
    }
  };
  return { classes: [...kinds.values()], outsider, of };
}

// What is usual comes first, so that what is made up looks like what is meant.
const CHARACTERS = [
  ..."a0AfFzZ9_1. -+=:/,;@\t\n\r\"'\\()[]{}<>|#$%&*?!^`~\0\x01\x1b\x7f\x80\xa0\xe9\xff\u200b\u2028\u0101\ufeff",
  ...Array.from({ length: 0x80 }, (_, code) => String.fromCharCode(code)),
];

function childrenOf(part: Part): readonly Part[] {
  if (part.kind === "sequence") return part.parts;
  if (part.kind === "choice") return part.of;
  if (part.kind === "repeat") return [part.inner];
  return part.kind === "assertion" && part.inner !== undefined ? [part.inner] : [];
}

/** Notes every repetition with what leads to it, at its longest and at its shortest. */
function walk(part: Part, before: string, sample: Sampler, found: Map<string, Set<string>>): void {
  if (part.kind === "repeat" && part.most >= MANY) {
    for (const pump of variants(part.inner, sample)) add(before, pump, found);
  }
  if (part.kind !== "sequence") {
    for (const child of childrenOf(part)) walk(child, before, sample, found);
    return;
  }
  for (const pump of between(part.parts, sample)) add(before, pump, found);
  let long = before;
  let short = before;
  for (const each of part.parts) {
    walk(each, long, sample, found);
    if (short !== long) walk(each, short, sample, found);
    long += sample.of(each);
    short += sample.of(each, true);
  }
}

function add(before: string, pump: string, found: Map<string, Set<string>>): void {
  found.set(before, (found.get(before) ?? new Set()).add(pump));
}

/** What stands between two repetitions of a sequence may be what both of them take, over and over. */
function between(parts: readonly Part[], sample: Sampler): string[] {
  const at = parts.flatMap((part, index) => (part.kind === "repeat" && part.most >= MANY ? [index] : []));
  return at.slice(1).flatMap((end, index) => {
    const inner = parts.slice(at[index]! + 1, end);
    const text = inner.map((each) => sample.of(each)).join("");
    return [text, `${text} `];
  });
}

/** Texts that a repeated part takes at once: each of its choices, at its longest and at its shortest. */
function variants(part: Part, sample: Sampler): string[] {
  const choices = part.kind === "choice" ? part.of : [part];
  return choices.flatMap((each) => [sample.of(each), sample.of(each, true)]);
}
