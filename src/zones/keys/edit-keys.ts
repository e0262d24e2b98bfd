import { isDeepStrictEqual } from "node:util";
import { keyOf, type Name, printName } from "../../../dns/name.ts";
import type { Problem } from "../../../dns/problem.ts";
import type { ZoneKey, ZoneKeys } from "../../dnssec/zone-keys.ts";
import { WorldError } from "../../files/world-error.ts";
import { zoneName } from "../config/zone-name.ts";
import { compose } from "../yaml/compose.ts";
import { type Entry, entryOf, type Mapping, type Scalar, type YamlNode } from "../yaml/node.ts";
import { positionAt, type SourceText, sourceText } from "../yaml/source-text.ts";
import { keyWords, keyYaml, zoneWords, zoneYaml } from "./print-keys.ts";
import { readKeys } from "./read-keys.ts";

/**
 * `_keys.yaml` with other keys of one zone. All that does not change stays as it is written, comments too.
 *
 * @param text undefined where there is no such file
 * @param keys undefined: the zone goes
 * @throws WorldError where the file is written in a way that we do not change by ourselves
 */
export function withZone(text: string | undefined, origin: Name, keys: ZoneKeys | undefined): string {
  const before = text ?? HEAD;
  const after = apply(before, edits(sourceText("_keys.yaml", before), origin, keys));
  const found = keysIn(after);
  const isRight = !("message" in found) && isDeepStrictEqual(found.get(keyOf(origin)), keys);
  const others = keysIn(before);
  if (isRight && !("message" in others) && areOthersKept(others, found, keyOf(origin))) return after;
  const name = printName(origin).slice(0, -1);
  const wanted =
    keys === undefined ? `  Take ${name} out of it by hand.` : `  Write it by hand:\n${zoneYaml(name, keys)}`;
  throw new WorldError(
    `Cannot change _keys.yaml: it is written in a form that we do not change by ourselves\n${wanted}`,
  );
}

/** The keys that a text says, by zone; or the first thing that is wrong with it. */
export function keysIn(text: string): ReadonlyMap<Name, ZoneKeys> | Problem {
  const { root, problems } = compose(sourceText("_keys.yaml", text), new Map());
  const told: Problem[] = [...problems];
  const listed = root?.kind === "mapping" ? entryOf(root, "zones") : undefined;
  const names = listed?.kind === "mapping" ? listed.entries.map(({ key }) => zoneName(key.text)) : [];
  const zones = readKeys(
    root,
    names.filter((name) => name !== undefined),
    (problem) => void told.push(problem),
  );
  const error = told.find(({ severity }) => severity === "error");
  return error ?? new Map([...zones].map(([name, { keys }]) => [name, keys]));
}

const HEAD =
  "# Which keys sign which zone. `zonepipe dnssec` writes it; the private halves are never here.\nzones:\n";

function areOthersKept(
  before: ReadonlyMap<Name, ZoneKeys>,
  after: ReadonlyMap<Name, ZoneKeys>,
  changed: Name,
): boolean {
  const without = (zones: ReadonlyMap<Name, ZoneKeys>) => [...zones].filter(([name]) => name !== changed);
  return isDeepStrictEqual(without(before), without(after));
}

/** Text that takes the place of other text. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function apply(text: string, found: readonly Edit[]): string {
  // Those of one place in their order: each comes behind the one before it.
  const ordered = found.toSorted((a, b) => b.start - a.start || found.indexOf(b) - found.indexOf(a));
  return ordered.reduce(
    (rest, { start, end, text: put }) => rest.slice(0, start) + put + rest.slice(end),
    text,
  );
}

function edits(source: SourceText, origin: Name, keys: ZoneKeys | undefined): Edit[] {
  const { root } = compose(source, new Map());
  const zones = root?.kind === "mapping" ? root.entries.find(({ key }) => key.text === "zones") : undefined;
  const listed = zones?.value.kind === "mapping" ? zones.value.entries : [];
  const entry = listed.find(({ key }) => zoneName(key.text) === keyOf(origin));
  if (entry !== undefined) {
    if (keys !== undefined) return entry.value.kind === "mapping" ? changed(source, entry.value, keys) : [];
    if (listed.length > 1) return [{ ...blockOf(source, entry.key.offset), text: "" }];
    return [{ ...blockOf(source, zones!.key.offset), text: "zones: {}\n" }];
  }
  if (keys === undefined) return [];
  const block = zoneYaml(printName(origin).slice(0, -1), keys);
  if (zones === undefined) return [endOf(source, `zones:\n${block}`)];
  const last = listed.at(-1);
  if (last !== undefined) {
    const { end } = blockOf(source, last.key.offset);
    return [{ start: end, end, text: startingLine(source.text, end, block) }];
  }
  return [{ ...blockOf(source, zones.key.offset), text: `zones:\n${block}` }];
}

function endOf({ text }: SourceText, put: string): Edit {
  return { start: text.length, end: text.length, text: startingLine(text, text.length, put) };
}

/** A file may end without the end of its last line. */
function startingLine(text: string, at: number, put: string): string {
  return at > 0 && text[at - 1] !== "\n" ? `\n${put}` : put;
}

/** The whole lines of an entry: down to the next line that is not indented more. What stands between blocks stays. */
function blockOf({ text, lines, ...rest }: SourceText, offset: number): { start: number; end: number } {
  const { line, column } = positionAt({ text, lines, ...rest }, offset);
  const start = lines[line - 1]!;
  let end = lines[line] ?? text.length;
  for (let next = line; next < lines.length; next++) {
    const from = lines[next]!;
    const to = lines[next + 1] ?? text.length;
    const indent = /^ */.exec(text.slice(from, to))![0].length;
    const content = text.slice(from, to).trim();
    if (content === "") continue;
    if (indent < column) break;
    end = to;
  }
  return { start, end };
}

function changed(source: SourceText, zone: Mapping, keys: ZoneKeys): Edit[] {
  const words = { counter: String(keys.counter), base: String(keys.base), ...zoneWords(keys) };
  const found = setWords(source, zone, words, DEFAULTS);
  const list = entryOf(zone, "keys");
  if (list?.kind !== "sequence") return found;
  const left = new Set(keys.keys);
  for (const item of list.items) {
    const key = keys.keys.find(({ publicKey }) => publicKey === publicIn(item));
    if (key === undefined) found.push({ ...itemOf(source, item.offset), text: "" });
    else {
      left.delete(key);
      if (item.kind === "mapping") found.push(...setWords(source, item, keyWords(key), NO_DS));
    }
  }
  const last = list.items.at(-1);
  if (last === undefined) return found;
  const { end, column } = itemOf(source, last.offset);
  for (const key of left) {
    found.push({ start: end, end, text: startingLine(source.text, end, keyYaml(key, column)) });
  }
  return found;
}

/** What is the same whether it is written or not. */
const DEFAULTS: { readonly [word: string]: string } = zoneWords({
  windows: 260,
  denial: "nsec",
  ttl: 3600,
  cds: "none",
  csync: false,
} as ZoneKeys); // no more is read of it
const NO_DS: { readonly [word: string]: string } = { ds: "absent" };

function publicIn(item: YamlNode): ZoneKey["publicKey"] | undefined {
  const node = item.kind === "mapping" ? entryOf(item, "public") : undefined;
  return node?.kind === "scalar" ? Buffer.from(node.text, "base64").toString("latin1") : undefined;
}

/** Has the keys of a mapping say these words. One that is not there comes behind the first. */
function setWords(
  source: SourceText,
  mapping: Mapping,
  words: { readonly [word: string]: string },
  defaults: { readonly [word: string]: string },
): Edit[] {
  const found: Edit[] = [];
  const [first] = mapping.entries;
  for (const [word, value] of Object.entries(words)) {
    const entry = mapping.entries.find(({ key }) => key.text === word);
    if (entry?.value.kind === "scalar") {
      if (entry.value.text !== value && !isSame(word, entry.value.text, value))
        found.push(replaced(source, entry.value, value));
    } else if (entry === undefined && first !== undefined && defaults[word] !== value) {
      found.push(added(source, first, word, value));
    }
  }
  return found;
}

/** Base64 may be cut by spaces. */
function isSame(word: string, a: string, b: string): boolean {
  return word === "public" && a.replace(/\s+/g, "") === b;
}

function replaced({ text }: SourceText, scalar: Scalar, value: string): Edit {
  const { offset } = scalar;
  const quote = text[offset];
  const length =
    quote === '"' || quote === "'" ? text.indexOf(quote, offset + 1) + 1 - offset : scalar.text.length;
  return { start: offset, end: offset + length, text: value };
}

function added({ lines, text, ...rest }: SourceText, { key }: Entry, word: string, value: string): Edit {
  const { line, column } = positionAt({ lines, text, ...rest }, key.offset);
  const start = lines[line] ?? text.length;
  return {
    start,
    end: start,
    text: startingLine(text, start, `${" ".repeat(column - 1)}${word}: ${value}\n`),
  };
}

/** The whole lines of an item of a list, and the column of its hyphen, from 0. */
function itemOf(source: SourceText, offset: number): { start: number; end: number; column: number } {
  const { line } = positionAt(source, offset);
  const start = source.lines[line - 1]!;
  const hyphen = source.text.indexOf("-", start);
  const { end } = blockOf(source, hyphen + 1);
  return { start, end, column: hyphen - start };
}
