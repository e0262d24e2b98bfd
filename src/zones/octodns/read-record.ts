import type { Name } from "../../../dns/name.ts";
import type { Position, Problem } from "../../../dns/problem.ts";
import type { AnyRecordType } from "../../../dns/records/record-type.ts";
import { typeName } from "../../../dns/types.ts";
import type { SourceRecord } from "../../source/source-zone.ts";
import { unknownKey } from "../schema/check-shape.ts";
import {
  describe,
  isNull,
  type Mapping,
  type Placed,
  positionOf,
  type Scalar,
  type YamlNode,
} from "../yaml/node.ts";
import { problemAt } from "../yaml/problem-at.ts";
import { expandVariables } from "./expand-variables.ts";
import { readOctodnsKey } from "./octodns-key.ts";
import { reportPointers } from "./pointer.ts";
import { readValue } from "./read-value.ts";
import { readType } from "./record-type.ts";
import { withSubtree } from "./subtree.ts";
import { readTtl } from "./ttl.ts";
import { remarksOf, reportUnmatched } from "./value-remarks.ts";
import { addFirstPlace, type Report, type ZoneReading } from "./zone-reading.ts";
import { readZonepipeKey } from "./zonepipe-key.ts";

/**
 * Reads one record mapping, an RRset: `type`, `ttl`, `value` or `values`, `octodns` and `zonepipe`. Its records are
 * added to the zone; whatever is wrong with it is reported, everything at once.
 *
 * @param nameAt where the name stands
 * @param owner undefined when the name was refused: the record is looked at all the same
 */
export function readRecord(
  node: YamlNode,
  name: Scalar,
  nameAt: Position,
  owner: Name | undefined,
  zone: ZoneReading,
): void {
  if (node.kind === "broken") return;
  if (node.kind !== "mapping") {
    zone.report(
      problemAt(node, {
        rule: "wrong-kind",
        message: `A record of ${nameText(name)} is ${describe(node)}; expected a mapping`,
        help: "Write `type: …` and `value: …` below the name.",
      }),
    );
    return;
  }
  const parts = partsOf(node);
  const said = parts.zonepipe === undefined ? undefined : readZonepipeKey(parts.zonepipe, zone.report);
  if (said !== undefined) zone.remark(said.remarks);
  const remarks = withSubtree(said?.remarks, owner, zone);
  const report: Report = (problem) => zone.report(problem, remarks);
  for (const key of parts.unknown) report(unknownKeyOf(key));
  if (parts.octodns !== undefined) readOctodnsKey(parts.octodns, zone, report);
  const { ttl } = parts;
  const seconds = ttl === undefined ? zone.config.defaultTtl : readTtl(ttl, "ttl", report);
  const type = readType(node, parts.type);
  if (type === undefined) return;
  if ("message" in type) {
    report(type);
    return;
  }
  if (owner !== undefined && !isFirst(owner, type, parts.type ?? node, zone, report)) return;
  if (said !== undefined) reportPointers(said, type, report);
  const values = valuesOf(node, parts, type, report);
  const ttlAt = ttl === undefined ? undefined : positionOf(ttl);
  const isNumbered = parts.type?.kind === "scalar" && parts.type.text.startsWith("TYPE");
  const { names } = zone.config;
  const ofValues = said === undefined || said.values.length === 0 ? undefined : said.values;
  if (ofValues !== undefined) reportUnmatched(ofValues, values, report);
  // What is wrong with variables is told before what is wrong with values.
  const expanded = values.map((each) => expandVariables(each, type, names, report));
  for (let index = 0; index < values.length; index++) {
    const about = ofValues === undefined ? remarks : remarksOf(values[index]!, ofValues, remarks);
    for (const { node: value, variables } of expanded[index]!) {
      const read = readValue(value, type, isNumbered, zone, about);
      if (read === undefined || owner === undefined || seconds === undefined) continue;
      const { rdata } = read;
      const at = positionOf(value);
      // There are very many: what most have is in the literal, for what is added later takes a piece of memory of its own.
      const record: { -readonly [Key in keyof SourceRecord]: SourceRecord[Key] } =
        ttlAt === undefined
          ? { owner, type: type.code, ttl: seconds, rdata, at, nameAt }
          : { owner, type: type.code, ttl: seconds, rdata, at, nameAt, ttlAt };
      if (variables !== undefined) record.variables = variables;
      if (read.fieldsAt !== undefined) record.fieldsAt = read.fieldsAt;
      if (about !== undefined) record.remarks = about;
      zone.records.push(record);
    }
  }
}

/** What stands under each key that a record may have, and the keys that it may not have. */
interface Parts {
  type: YamlNode | undefined;
  ttl: YamlNode | undefined;
  value: YamlNode | undefined;
  values: YamlNode | undefined;
  octodns: YamlNode | undefined;
  zonepipe: YamlNode | undefined;
  readonly unknown: Scalar[];
}

const KEYS = ["type", "ttl", "value", "values", "octodns", "zonepipe"] as const;

function partsOf(node: Mapping): Parts {
  const parts: Parts = {
    type: undefined,
    ttl: undefined,
    value: undefined,
    values: undefined,
    octodns: undefined,
    zonepipe: undefined,
    unknown: [],
  };
  for (const { key, value } of node.entries) put(parts, key, value);
  return parts;
}

function put(parts: Parts, key: Scalar, value: YamlNode): void {
  switch (
    key.text as (typeof KEYS)[number] // any text; whatever is none of them is unknown
  ) {
    case "type":
      parts.type = value;
      return;
    case "ttl":
      parts.ttl = value;
      return;
    case "value":
      parts.value = value;
      return;
    case "values":
      parts.values = value;
      return;
    case "octodns":
      parts.octodns = value;
      return;
    case "zonepipe":
      parts.zonepipe = value;
      return;
    default:
      parts.unknown.push(key);
  }
}

function unknownKeyOf(key: Scalar): Problem {
  const refusal = Object.hasOwn(REFUSED_KEYS, key.text) ? REFUSED_KEYS[key.text] : undefined;
  if (refusal === undefined) return unknownKey(key, key.text, "The record", KEYS);
  return problemAt(key, { rule: `octodns-${key.text}`, ...refusal });
}

const REFUSED_KEYS: { readonly [key: string]: { readonly message: string; readonly help: string } } = {
  dynamic: {
    message:
      "dynamic makes a provider's own answers by place and health; every nameserver here gives the same answer",
    help: "Remove `dynamic` and write under `value` or `values` what everybody shall get.",
  },
  geo: {
    message: "geo makes a provider's own answers by place; every nameserver here gives the same answer",
    help: "Remove `geo` and write under `value` or `values` what everybody shall get.",
  },
};

/** The RRset stands here for the first time; otherwise that is reported. */
function isFirst(
  owner: Name,
  type: AnyRecordType,
  place: Placed,
  zone: ZoneReading,
  report: Report,
): boolean {
  const before = addFirstPlace(zone, owner, type.code, place);
  if (before === undefined) return true;
  const { file, line } = positionOf(before);
  report(
    problemAt(place, {
      rule: "duplicate-rrset",
      message: `The name has ${typeName(type.code)} records already, at ${file}:${line}`,
      help: "Write all their values in one place, under `values:`.",
      source: "RFC 2181 §5",
    }),
  );
  return false;
}

/** The values that stand under `value` or `values`. octoDNS takes a list under either, and a single one too. */
function valuesOf(
  node: Mapping,
  { value, values }: Parts,
  type: AnyRecordType,
  report: Report,
): readonly YamlNode[] {
  if (value !== undefined && values !== undefined) {
    report(
      problemAt(value, {
        rule: "value-and-values",
        message: `The ${type.type} record has both value and values; octoDNS would drop this one`,
        help: "Write all of them under `values:`.",
      }),
    );
  }
  const given = values ?? value;
  if (given === undefined || isNull(given) || (given.kind === "sequence" && given.items.length === 0)) {
    report(
      problemAt(given ?? node, {
        rule: "missing-value",
        message: `The ${type.type} record has no value`,
        help: type.single ? "Add `value: …`." : "Add `value: …`, or several under `values:`.",
      }),
    );
    return [];
  }
  if (type.single === true && (values !== undefined || given.kind === "sequence")) {
    report(
      problemAt(given, {
        rule: "single-value",
        message: `${type.type} takes one value; expected \`value:\` with it`,
        help: `A name has one ${type.type} at most. Write \`value: …\`.`,
      }),
    );
    return [];
  }
  return given.kind === "sequence" ? given.items : [given];
}

function nameText({ text }: Scalar): string {
  return text === "" ? "the zone's own name" : JSON.stringify(text);
}
