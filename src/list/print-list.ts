import { printName } from "../../dns/name.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { typeName } from "../../dns/types.ts";
import { printRdata, printRecord } from "../../dns/zone-file/print.ts";
import { alignColumns } from "../report/terminal-paint.ts";
import type { Listed } from "./list-records.ts";

/** How wide each column may be: with two spaces between them 80 in all. */
const WIDTHS = [26, 7, 16, 13, 10]; // name, type, value, owner, expires

/** A table of one line per record that fits 80 columns; what is too long ends with `…`. */
export function printList(listed: readonly Listed[]): string {
  if (listed.length === 0) return "No record is as you asked for.\n";
  const rows = listed.map(({ record: { owner, type, rdata, remarks } }) => [
    printName(owner),
    typeName(type),
    printRdata(type, rdata),
    remarks?.owner ?? "",
    remarks?.expires?.day ?? "",
  ]);
  const cut = [["name", "type", "value", "owner", "expires"], ...rows].map((row) =>
    row.map((cell, column) => shorten(showHidden(cell), WIDTHS[column]!)),
  );
  const count = listed.length === 1 ? "1 record" : `${listed.length.toLocaleString("en")} records`;
  return `${alignColumns(cut).join("\n")}\n\n${count}\n`;
}

/** All that is known of each record, below it: for the records of one name. */
export function printDetails(listed: readonly Listed[]): string {
  if (listed.length === 0) return "No record is as you asked for.\n";
  const blocks = listed.map(({ zone, record }) => {
    const { remarks, at, madeFrom } = record;
    return [
      printRecord(record).trimEnd(),
      `  owner    ${remarks?.owner ?? "nobody says"}`,
      ...(remarks?.note === undefined ? [] : [`  note     ${remarks.note.trim()}`]),
      ...(remarks?.expires === undefined ? [] : [`  expires  ${remarks.expires.day}`]),
      `  zone     ${printName(zone)}`,
      `  written  ${at.file}:${at.line}:${at.column}`,
      ...(madeFrom === undefined
        ? []
        : [`  made of  ${printName(madeFrom.owner)} ${typeName(madeFrom.type)}, which stands there`]),
    ];
  });
  return `${blocks.map((lines) => lines.map(showHidden).join("\n")).join("\n\n")}\n`;
}

/** The same for programs. */
export function listToJson(listed: readonly Listed[]): object {
  return {
    version: 1,
    records: listed.map(({ zone, record: { owner, type, ttl, rdata, remarks, at } }) => ({
      zone: printName(zone),
      name: printName(owner),
      type: typeName(type),
      value: printRdata(type, rdata),
      ttl,
      owner: remarks?.owner ?? null,
      note: remarks?.note ?? null,
      expires: remarks?.expires?.day ?? null,
      file: at.file,
      line: at.line,
      column: at.column,
    })),
  };
}

function shorten(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
