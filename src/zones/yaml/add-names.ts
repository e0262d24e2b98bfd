import type { Problem } from "../../../dns/problem.ts";
import { describe, type Entry, entryOf, isNull, type Mapping, positionOf, type YamlNode } from "./node.ts";
import { problemAt } from "./problem-at.ts";

/** The key whose names and records are added to those of the file. */
export const ADD = "$add";

/**
 * The names of a file with those that stand under its `$add`. A merge `<<` would replace a name; here its records come
 * to those that the file has, and the values of one type come together.
 *
 * @param entries all of the file's outermost mapping, in its order
 */
export function addNames(
  entries: readonly Entry[],
  report: (problem: Problem) => void,
): { readonly entries: readonly Entry[]; readonly lost: boolean } {
  const add = entries.find(({ key }) => key.plain && key.text === ADD);
  if (add === undefined) return { entries, lost: false };
  const names = new Map(entries.filter((entry) => entry !== add).map((entry) => [entry.key.text, entry]));
  let lost = false;
  const refuse = (problem: Problem) => {
    lost = true;
    report(problem);
  };
  const { value } = add;
  for (const part of value.kind === "sequence" ? value.items : [value]) {
    if (part.kind === "mapping") for (const entry of part.entries) addName(names, entry, refuse);
    else if (part.kind === "broken") lost = true;
    else if (!isNull(part)) refuse(wrongKind(part));
  }
  return { entries: [...names.values()], lost };
}

function addName(names: Map<string, Entry>, added: Entry, report: (problem: Problem) => void): void {
  const own = names.get(added.key.text);
  if (own === undefined) {
    names.set(added.key.text, added);
    return;
  }
  const items = [...recordsOf(own.value)];
  for (const record of recordsOf(added.value)) {
    const at = items.findIndex((item) => isSameType(item, record));
    if (at === -1) items.push(record);
    else items[at] = join(items[at] as Mapping, record as Mapping, report); // both have a type, so they are mappings
  }
  const { source, offset } = own.value;
  names.set(added.key.text, { key: own.key, value: { kind: "sequence", source, offset, items } });
}

function recordsOf(value: YamlNode): readonly YamlNode[] {
  return value.kind === "sequence" ? value.items : [value];
}

function isSameType(a: YamlNode, b: YamlNode): boolean {
  const type = typeOf(a);
  return type !== undefined && type === typeOf(b);
}

function typeOf(record: YamlNode): string | undefined {
  const type = record.kind === "mapping" ? entryOf(record, "type") : undefined;
  return type?.kind === "scalar" ? type.text : undefined;
}

/** One RRset with the values of both. What else is said of it may be said in one place, or the same in both. */
function join(own: Mapping, added: Mapping, report: (problem: Problem) => void): Mapping {
  const values = [...valuesOf(own), ...valuesOf(added)];
  const others = new Map(own.entries.filter(isNoValue).map((entry) => [entry.key.text, entry]));
  for (const entry of added.entries.filter(isNoValue)) {
    const before = others.get(entry.key.text);
    if (before === undefined) others.set(entry.key.text, entry);
    else if (!isSameText(before.value, entry.value)) report(differs(entry, before));
  }
  const { source, offset } = own;
  const place =
    own.entries.find((entry) => !isNoValue(entry)) ?? added.entries.find((entry) => !isNoValue(entry));
  if (place === undefined) return own;
  const list: YamlNode = {
    kind: "sequence",
    source: place.value.source,
    offset: place.value.offset,
    items: values,
  };
  return {
    kind: "mapping",
    source,
    offset,
    entries: [...others.values(), { key: { ...place.key, text: "values" }, value: list }],
  };
}

function isNoValue({ key }: Entry): boolean {
  return key.text !== "value" && key.text !== "values";
}

function valuesOf(record: Mapping): readonly YamlNode[] {
  return record.entries.filter((entry) => !isNoValue(entry)).flatMap(({ value }) => recordsOf(value));
}

function isSameText(a: YamlNode, b: YamlNode): boolean {
  return a.kind === "scalar" && b.kind === "scalar" && a.text === b.text;
}

function differs(entry: Entry, before: Entry): Problem {
  const { file, line } = positionOf(before.value);
  return problemAt(entry.value, {
    rule: "add-differs",
    message: `The record that is added has another ${entry.key.text} than the one at ${file}:${line}, and both are one`,
    help: `Write ${entry.key.text} in one of the two places.`,
    source: "RFC 2181 §5.2",
  });
}

function wrongKind(node: YamlNode): Problem {
  return problemAt(node, {
    rule: "wrong-kind",
    message: `${ADD} is ${describe(node)}; expected names with their records, or a list of such`,
    help: `Write for example \`${ADD}: !include {file: _snippets/no-mail.yaml}\`.`,
  });
}
