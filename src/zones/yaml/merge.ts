import type { Problem } from "../../../dns/problem.ts";
import {
  describe,
  type Entry,
  type Mapping,
  type Placed,
  positionOf,
  type Scalar,
  type YamlNode,
} from "./node.ts";

/** A key and its value as they stand in a mapping. */
export interface MergedPair extends Entry {
  /** The key is `<<`: the value's entries belong to the mapping. */
  readonly merge: boolean;
}

/** The entries of a mapping, each key once. */
export interface Merged {
  readonly entries: readonly Entry[];
  readonly problems: readonly Problem[];
  /** An entry was left out because of a problem. */
  readonly lost: boolean;
  /** How many entries came in by merges. */
  readonly copied: number;
  /** The `<<` with which they became too many. */
  readonly tooMany: Scalar | undefined;
}

/**
 * The entries of a mapping with its merges resolved as octoDNS does it: `<<` may stand several times, and where a key
 * comes twice the later one wins, also over a key that is written before the merge. (YAML 1.1 gives the word to the
 * written key, wherever it stands, so that case is a warning.) A key that is written twice is an error.
 *
 * @param room how many entries merges may bring in
 */
export function mergePairs(pairs: readonly MergedPair[], room: number): Merged {
  if (isPlain(pairs)) return { entries: pairs, problems: NONE, lost: false, copied: 0, tooMany: undefined };
  const problems: Problem[] = [];
  const entries = new Map<string, { readonly entry: Entry; readonly merged: boolean }>();
  let lost = false;
  let copied = 0;
  for (const pair of pairs) {
    const before = entries.get(pair.key.text);
    if (pair.merge) {
      const mappings = mappingsOf(pair.value, problems);
      copied += mappings.reduce((sum, mapping) => sum + mapping.entries.length, 0);
      if (copied > room) return { entries: [], problems, lost: true, copied, tooMany: pair.key };
      if (pair.value.kind === "broken") lost = true;
      mergeIn(mappings, pair.key);
    } else if (before !== undefined && !before.merged) {
      problems.push(duplicateKey(pair.key, before.entry.key));
      lost = true;
    } else {
      entries.set(pair.key.text, { entry: pair, merged: false });
    }
  }
  return {
    entries: [...entries.values()].map(({ entry }) => entry),
    problems,
    lost,
    copied,
    tooMany: undefined,
  };

  /** What one `<<` brings in. Within its list every reader lets the first one win, so nothing is to be told there. */
  function mergeIn(mappings: readonly Mapping[], key: Scalar): void {
    const overridden = new Map<string, { entry: Entry; before: Entry }>();
    const brought = new Map(
      mappings.flatMap((mapping) => mapping.entries.map((entry) => [entry.key.text, entry])),
    );
    for (const [text, entry] of brought) {
      const before = entries.get(text)?.entry;
      if (before !== undefined && !isSame(before.value, entry.value)) overridden.set(text, { entry, before });
      entries.set(text, { entry, merged: true });
    }
    if (overridden.size > 0) problems.push(override(key, [...overridden.values()]));
  }
}

/** The same node, or the same text. */
function isSame(a: YamlNode, b: YamlNode): boolean {
  return a === b || (a.kind === "scalar" && b.kind === "scalar" && a.text === b.text && a.plain === b.plain);
}

/** The problem of a name that is written twice. */
export function duplicateName(second: Scalar, first: Placed): Problem {
  return {
    ...duplicateKey(second, first),
    message: `Name ${JSON.stringify(second.text)} stands twice, here and in ${lineOf(first, second)}`,
    help: "Write one name with a list below it: `- type: A …`, `- type: MX …`. octoDNS would lose the first.",
  };
}

function duplicateKey(second: Scalar, first: Placed): Problem {
  return {
    ...positionOf(second),
    rule: "yaml-duplicate-key",
    severity: "error",
    message: `Key ${JSON.stringify(second.text)} stands twice in one mapping, here and in ${lineOf(first, second)}`,
    help: "Keep one of them.",
    source: "YAML 1.2 §3.2.1.3",
  };
}

/** The line of a place, and its file when that is another one than that of `from`. */
function lineOf(place: Placed, from: Placed): string {
  const { file, line } = positionOf(place);
  return file === from.source.file ? `line ${line}` : `${file}, line ${line}`;
}

const NONE: readonly Problem[] = [];
const FEW = 8; // up to here comparing each with each is faster than a Set

/** No merge, no key twice. */
function isPlain(pairs: readonly MergedPair[]): boolean {
  if (pairs.length > FEW) {
    return (
      new Set(pairs.map(({ key }) => key.text)).size === pairs.length && !pairs.some((pair) => pair.merge)
    );
  }
  for (let at = 0; at < pairs.length; at++) {
    if (pairs[at]!.merge) return false;
    const { text } = pairs[at]!.key;
    for (let before = 0; before < at; before++) {
      if (text === pairs[before]!.key.text) return false;
    }
  }
  return true;
}

/** What `<<` brings in. Of a list the first one wins, so it comes last. */
function mappingsOf(value: YamlNode, problems: Problem[]): readonly Mapping[] {
  switch (value.kind) {
    case "mapping":
      return [value];
    case "sequence":
      return value.items.toReversed().flatMap((item) => {
        if (item.kind === "mapping") return [item];
        if (item.kind !== "broken") problems.push(notAMapping(item));
        return [];
      });
    case "scalar":
      problems.push(notAMapping(value));
      return [];
    case "broken":
      return [];
    default:
      return value satisfies never;
  }
}

function override(merge: Scalar, overridden: readonly { entry: Entry; before: Entry }[]): Problem {
  const list = overridden.map(
    ({ entry, before }) =>
      `${entry.key.text} of ${lineOf(before.key, merge)} with that of ${lineOf(entry.key, merge)}`,
  );
  return {
    ...positionOf(merge),
    rule: "yaml-merge-override",
    severity: "warning",
    message: `The merge overrides ${list.join(", ")}`,
    help: "The later one wins, as in octoDNS; other YAML readers take the earlier. Put << first, or keep only one.",
  };
}

function notAMapping(node: YamlNode): Problem {
  return {
    ...positionOf(node),
    rule: "yaml-merge",
    severity: "error",
    message: `A merge << is ${describe(node)}; expected a mapping, an alias of one, or a list of those`,
    help: "Write `<<: *name` or `<<: !include file.yaml`.",
  };
}
