import type { Problem } from "../../dns/problem.ts";
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
}

/**
 * The entries of a mapping with its merges resolved as octoDNS does it: `<<` may stand several times, and where a key
 * comes twice the later one wins, also over a key that is written before the merge. (YAML 1.1 gives the word to the
 * written key, wherever it stands, so that case is a warning.) A key that is written twice is an error.
 *
 * @param room how many entries merges may bring in
 */
export function mergePairs(pairs: readonly MergedPair[], room: number): Merged {
  if (isPlain(pairs)) return { entries: pairs, problems: NONE, lost: false, copied: 0 };
  const problems: Problem[] = [];
  const entries = new Map<string, { readonly entry: Entry; readonly merged: boolean }>();
  let lost = false;
  let copied = 0;
  for (const pair of pairs) {
    if (pair.merge) {
      for (const mapping of mappingsOf(pair.value, problems)) {
        copied += mapping.entries.length;
        if (copied > room) {
          problems.push(tooMany(pair.key));
          return { entries: [], problems, lost: true, copied };
        }
        mergeIn(mapping, pair.key);
      }
      if (pair.value.kind === "broken") lost = true;
      continue;
    }
    const before = entries.get(pair.key.text);
    if (before !== undefined && !before.merged) {
      problems.push(duplicateKey(pair.key, before.entry.key));
      lost = true;
    } else {
      entries.set(pair.key.text, { entry: pair, merged: false });
    }
  }
  return { entries: [...entries.values()].map(({ entry }) => entry), problems, lost, copied };

  function mergeIn(mapping: Mapping, key: Scalar): void {
    for (const entry of mapping.entries) {
      const before = entries.get(entry.key.text)?.entry;
      if (before !== undefined && before.value !== entry.value) problems.push(override(key, entry, before));
      entries.set(entry.key.text, { entry, merged: true });
    }
  }
}

/** The problem of a key that is written twice. */
export function duplicateKey(second: Scalar, first: Placed): Problem {
  const { file, line } = positionOf(first);
  const other = file === second.source.file ? `line ${line}` : `${file}, line ${line}`;
  return {
    ...positionOf(second),
    rule: "yaml-duplicate-key",
    severity: "error",
    message: `Key ${JSON.stringify(second.text)} stands twice in one mapping, here and in ${other}`,
    help: "Keep one of them. Several records of one name are a list below it: `- type: A …`, `- type: MX …`.",
    source: "YAML 1.2 §3.2.1.3",
  };
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

function override(merge: Scalar, entry: Entry, before: Entry): Problem {
  const there = positionOf(entry.key);
  const { file, line } = positionOf(before.key);
  return {
    ...positionOf(merge),
    rule: "yaml-merge-override",
    severity: "warning",
    message: `The merge takes ${JSON.stringify(entry.key.text)} from ${there.file}:${there.line} and overrides the one at ${file}:${line}`,
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

function tooMany(key: Scalar): Problem {
  return {
    ...positionOf(key),
    rule: "yaml-alias-bomb",
    severity: "error",
    message: "Merges bring too many entries into this file",
    help: "Use fewer merges: write the entries out, or split the zone.",
  };
}
