import { entryOf, type Mapping, type YamlNode } from "../../../zones/yaml/node.ts";
import type { Given } from "../given.ts";
import { copyOf, type OctodnsRecord, readOctodnsRecord } from "../octodns-record.ts";
import { type OctodnsZone, putRecord } from "../octodns-zone.ts";
import { type PythonValue, pythonText } from "../python-value.ts";
import { toDecoded } from "../zone-name.ts";
import { isGiven, type ProcessorKind, processorProblem } from "./processor.ts";

/** octoDNS' Templating: puts words into values where `{word}` stands, as Python's `format` does. */
export const TEMPLATING: ProcessorKind = {
  keys: ["trailing_dots", "context"],
  make: (given) => ({
    id: given.name,
    onTarget: (zone) => {
      const words = wordsOfZone(given, zone);
      for (const record of [...zone.records.values()]) fill(record, words, given.name, zone);
    },
  }),
};

/** Why a zone into whose values the processor puts words differs from what its files say. */
export function fillsIn(id: string): string {
  return `processor ${id} puts words into values`;
}

/** octoDNS' words that are the same in all records of a zone, as placeholders and texts of our templates. */
export function placeholdersOf(given: Given): ReadonlyMap<string, string> {
  const zone = isGiven(given, "trailing_dots", true) ? "{zone}." : "{zone}";
  const words = contextOf(given).flatMap(([key, value]): [string, string][] => {
    const text = pythonText(value);
    return text === undefined ? [] : [[key, text.replaceAll(/[{}]/g, "$&$&")]];
  });
  const names = ["zone_name", "zone_decoded_name", "zone_encoded_name"];
  return new Map([...names.map((name): [string, string] => [name, zone]), ...words]);
}

function contextOf(given: Given): [string, PythonValue][] {
  const context = given.get("context");
  return typeof context === "object" && context !== null && !Array.isArray(context)
    ? Object.entries(context as { readonly [key: string]: PythonValue }) // no list, so a mapping
    : [];
}

type Words = ReadonlyMap<string, string | undefined>;

/** What may stand in braces; undefined where we would have to guess what Python makes of it. */
function wordsOfZone(given: Given, zone: OctodnsZone): (record: OctodnsRecord) => Words {
  const hasDots = isGiven(given, "trailing_dots", true);
  const dotted = (name: string) => (hasDots ? name : name.slice(0, -1));
  const decoded = toDecoded(zone.name);
  const more = contextOf(given);
  const count = String(zone.records.size);
  return ({ name, type, ttl, source }) => {
    const below = name === "" ? "" : `${name}.`;
    return new Map<string, string | undefined>([
      ["record_name", toDecoded(name)],
      ["record_decoded_name", toDecoded(name)],
      ["record_encoded_name", name],
      ["record_fqdn", dotted(toDecoded(`${below}${zone.name}`))],
      ["record_decoded_fqdn", dotted(toDecoded(`${below}${zone.name}`))],
      ["record_encoded_fqdn", dotted(`${below}${zone.name}`)],
      ["record_type", type],
      ["record_ttl", String(ttl)],
      ["record_source_id", source ?? "None"],
      ["zone_name", dotted(decoded)],
      ["zone_decoded_name", dotted(decoded)],
      ["zone_encoded_name", dotted(zone.name)],
      ["zone_num_records", count],
      ...more.map(([key, value]): [string, string | undefined] => [key, pythonText(value)]),
    ]);
  };
}

/** Fields of a value that octoDNS looks for braces in; the value itself where it is a text. */
const FIELDS: { readonly [type: string]: readonly string[] } = {
  MX: ["exchange", "value"],
  SRV: ["target"],
  CAA: ["value"],
  DS: ["digest", "public_key"],
  NAPTR: ["service", "regexp", "replacement"],
  SSHFP: ["fingerprint"],
  TLSA: ["certificate_association_data"],
  URI: ["target"],
  SVCB: ["targetname"],
  HTTPS: ["targetname"],
};
const TEXTS = new Set(["TXT", "SPF", "CNAME", "DNAME", "ALIAS", "NS", "PTR", "OPENPGPKEY"]);

function fill(
  record: OctodnsRecord,
  wordsOf: (record: OctodnsRecord) => Words,
  id: string,
  zone: OctodnsZone,
): void {
  const { written, type } = record;
  if (written === undefined) return; // what octoDNS makes has no braces
  const faults: string[] = [];
  const words = wordsOf(record);
  const node = filled(written.node, type, (text) => format(text, words, faults));
  for (const fault of new Set(faults)) {
    zone.report(
      processorProblem(id, record, zone, fault, "Write the value out, or a word that octoDNS knows."),
    );
  }
  if (node === undefined || faults.length > 0) return;
  const read = readOctodnsRecord({ ...written, node }, zone.origin, record.source);
  if (!("owner" in read)) return;
  const { rdata } = copyOf({ ...record, rdata: read.rdata });
  putRecord(zone, { ...record, rdata, problems: read.problems, written: read.written });
  zone.changes.add(fillsIn(id));
}

/** The record with its texts changed; undefined when nothing changes. */
function filled(node: Mapping, type: string, change: (text: string) => string): Mapping | undefined {
  let isChanged = false;
  const inText = (value: YamlNode): YamlNode => {
    if (value.kind !== "scalar" || !value.text.includes("{")) return value;
    isChanged = true;
    return { ...value, text: change(value.text), plain: false };
  };
  const inValue = (value: YamlNode): YamlNode => {
    if (TEXTS.has(type)) return inText(value);
    const fields = Object.hasOwn(FIELDS, type) ? FIELDS[type]! : [];
    // octoDNS fills in all fields of a value or, where there is no brace, none.
    if (value.kind !== "mapping") return value;
    const hasBrace = fields.some((field) => {
      const inner = entryOf(value, field);
      return inner?.kind === "scalar" && inner.text.includes("{");
    });
    if (!hasBrace) return value;
    const entries = value.entries.map((entry) =>
      fields.includes(entry.key.text) ? { ...entry, value: inText(entry.value) } : entry,
    );
    return { ...value, entries };
  };
  const entries = node.entries.map((entry) => {
    if (entry.key.text !== "value" && entry.key.text !== "values") return entry;
    const { value } = entry;
    return value.kind === "sequence"
      ? { ...entry, value: { ...value, items: value.items.map(inValue) } }
      : { ...entry, value: inValue(value) };
  });
  return isChanged ? { ...node, entries } : undefined;
}

/** Python's `format` for words alone; what else there is in braces is a fault. */
function format(text: string, words: Words, faults: string[]): string {
  return text.replaceAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g, (found, word: string | undefined) => {
    if (found === "{{") return "{";
    if (found === "}}") return "}";
    if (word === undefined) faults.push(`${JSON.stringify(text)} has a brace without the other`);
    else if (!words.has(word)) {
      faults.push(
        /^\w+$/.test(word)
          ? `{${word}} is no word that octoDNS knows here`
          : `{${word}} is more than a word in braces, which only Python can work out`,
      );
    } else {
      const value = words.get(word);
      if (value !== undefined) return value;
      faults.push(`{${word}} is a value of which only Python makes a text`);
    }
    return found;
  });
}
