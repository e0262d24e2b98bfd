import { keyOf, type Name, printName } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { typeName } from "../../dns/types.ts";
import { pageOf } from "../lint/page.ts";
import { targetsOf } from "../lint/targets-of.ts";
import type { SourceRecord } from "../source/source-zone.ts";
import { schemaAt } from "./config-keys.ts";
import { argumentsOf, fileOfInclude } from "./includes.ts";
import { nameAt, pieceIn } from "./names.ts";
import { isFrame, type Piece } from "./pieces.ts";
import { placeOf, typeOf } from "./place.ts";
import { type Place, type Range, rangeOf } from "./range.ts";
import { printRemarks, REMARK_KEYS } from "./remarks.ts";
import { variableValues } from "./variables.ts";
import type { Workspace } from "./workspace.ts";

/** What there is to say about a word, as Markdown. */
export interface Hover {
  readonly range: Range;
  readonly markdown: string;
}

const MOST = 12; // lines of a list: more than that nobody reads in a small window

/** What a word in a zone's file, or in `_config.yaml`, is. */
export function hoverAt(workspace: Workspace, path: string, place: Place): Hover | undefined {
  const found = pieceIn(workspace, path, place);
  if (found === undefined) return undefined;
  const { source, piece } = found;
  const parts = workspace.zonesOf.has(path)
    ? inZone(workspace, path, place, piece)
    : path.endsWith("/_config.yaml")
      ? aboutSetting(piece)
      : [];
  if (parts.length === 0) return undefined;
  return { range: rangeOf(source, piece.start, piece.end), markdown: parts.join("\n\n") };
}

function inZone(workspace: Workspace, path: string, place: Place, piece: Piece): string[] {
  if (piece.within.isInclude === true) return aboutArgument(workspace, path, piece);
  const variable = piece.role === "value" ? aboutVariable(workspace, piece.text) : undefined;
  if (variable !== undefined) return [variable];
  const named = nameAt(workspace, path, place);
  if (named !== undefined) return aboutName(workspace, named.name);
  const what = placeOf(piece);
  switch (what.kind) {
    case "type":
      return aboutType(what.record);
    case "field-key":
      return aboutField(what.record, piece.text);
    case "field":
      return aboutField(what.record, what.field);
    case "record-key":
      return aboutKey(piece.text, RECORD_KEYS);
    case "other":
      return piece.role === "key" ? aboutKey(piece.text, REMARK_KEYS) : aboutRule(piece.text);
    case "owner":
    case "record":
      return [];
    default:
      return what satisfies never;
  }
}

function aboutName(workspace: Workspace, name: Name): string[] {
  const records = recordsAt(workspace, name);
  const pointing = pointingAt(workspace, name);
  return [
    `**${escapeMarkdown(printName(name))}**`,
    records.length === 0 ? "No records in these zones." : code(records.map(printRecord)),
    ...remarksAt(records),
    ...(pointing.length === 0 ? [] : [`Here lead:\n${code(pointing.map(printRecord))}`]),
  ];
}

function recordsAt({ zones }: Workspace, name: Name): SourceRecord[] {
  return zones.flatMap(({ records }) => records.filter(({ owner }) => keyOf(owner) === name));
}

/** Whose they are: each thing once, in the order of the records. */
function remarksAt(records: readonly SourceRecord[]): string[] {
  const lines = new Set(
    records.flatMap(({ remarks }) => (remarks === undefined ? [] : printRemarks(remarks))),
  );
  return lines.size === 0 ? [] : [[...lines].map((line) => `- ${escapeMarkdown(line)}`).join("\n")];
}

/** What the included file says of what it wants to be told. */
function aboutArgument({ texts }: Workspace, path: string, piece: Piece): string[] {
  const file = fileOfInclude(piece.within, path);
  const source = file === undefined || piece.role !== "key" ? undefined : texts.get(file);
  const about = source && argumentsOf(source).get(piece.text);
  return about === undefined ? [] : [`**${escapeMarkdown(piece.text)}**: ${escapeMarkdown(about)}`];
}

function pointingAt({ zones }: Workspace, name: Name): SourceRecord[] {
  return zones.flatMap(({ records }) =>
    records.filter((record) => targetsOf(record).some((target) => keyOf(target) === name)),
  );
}

/** A record as the zone file has it. */
function printRecord({ owner, ttl, type, rdata }: SourceRecord): string {
  return `${printName(owner)} ${ttl} IN ${typeName(type)} ${codecOf(type).print(rdata)}`;
}

function aboutType(record: Parameters<typeof typeOf>[0]): string[] {
  const type = typeOf(record);
  if (type === undefined) return [];
  const fields = type.names.map((field) => `- \`${field}\`: ${type.describe[field]}`);
  return [
    `**${type.type}** (${type.code}): ${escapeMarkdown(type.about)}. ${type.rfc}`,
    ...(type.obsolete === undefined ? [] : [`Obsolete: ${type.obsolete}.`]),
    fields.join("\n"),
    code([type.example]),
  ];
}

function aboutField(record: Parameters<typeof typeOf>[0], written: string): string[] {
  const type = typeOf(record);
  const field = type?.names.includes(written) ? written : type?.aliases?.[written];
  if (type === undefined || field === undefined) return [];
  return [`**${type.type} ${field}**: ${type.describe[field]}. ${type.rfc}`];
}

/** Keys of a record, and what stands there. */
export const RECORD_KEYS: { readonly [key: string]: string } = {
  type: "The record's type, such as A or MX",
  ttl: "Seconds for which a resolver may keep the record; otherwise default_ttl of _config.yaml",
  value: "The data of one record",
  values: "The data of several records: a list",
  octodns: "What only octoDNS reads",
  zonepipe: "Who is in charge, a note, and rules that do not apply here",
};

function aboutKey(key: string, known: { readonly [key: string]: string }): string[] {
  const about = Object.hasOwn(known, key) ? known[key] : undefined;
  return about === undefined ? [] : [`**${key}**: ${about}.`];
}

function aboutRule(id: string): string[] {
  const page = pageOf(id);
  if (page === undefined) return [];
  const { about, why, mend, source, severity } = page;
  const from = source === undefined ? "" : `, ${source}`;
  return [`**${page.id}** (${severity}${from}): ${about}.`, ...(why === undefined ? [] : [why]), mend];
}

function aboutVariable(workspace: Workspace, text: string): string | undefined {
  const values = text.startsWith("$") ? variableValues(workspace, text.slice(1)) : undefined;
  return values && `**${escapeMarkdown(text)}** stands for\n${code(values)}`;
}

function aboutSetting(piece: Piece): string[] {
  const path: string[] = [];
  if (piece.role === "key") path.push(piece.text);
  else {
    const entry = [...piece.within.entries.values()].find(({ value }) => value === piece);
    if (entry !== undefined) path.push(entry.key.text);
  }
  for (let at: Piece["within"] | undefined = piece.within; at !== undefined; at = at.parent)
    if (at.key !== undefined && isFrame(at)) path.unshift(at.key.text);
  const schema = schemaAt(path);
  const about = schema?.description;
  if (typeof about !== "string") return [];
  const fallback = schema?.default === undefined ? "" : ` Default: \`${String(schema.default)}\`.`;
  return [`**${escapeMarkdown(path.at(-1) ?? "")}**: ${about}.${fallback}`];
}

/** Lines of a text that is no Markdown. */
function code(lines: readonly string[]): string {
  const shown = lines.length > MOST ? [...lines.slice(0, MOST), `; and ${lines.length - MOST} more`] : lines;
  const fence = "`".repeat(
    Math.max(3, ...(lines.join("\n").match(/`+/g) ?? []).map(({ length }) => length + 1)),
  );
  return `${fence}dns\n${shown.join("\n")}\n${fence}`;
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~&-]/g, "\\$&");
}
