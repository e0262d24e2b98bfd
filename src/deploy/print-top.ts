import { printName } from "../../dns/name.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { typeName } from "../../dns/types.ts";
import { alignColumns } from "../report/terminal-paint.ts";
import type { Top } from "./top.ts";

/** What is asked for most, as two tables. */
export function printTop({ machines, silent, since, rrsets, missing }: Top): string {
  const told = machines === 1 ? "1 machine" : `${machines} machines`;
  const lines =
    since === undefined ? ["No machine says what it is asked for."] : [`${told}, since ${day(since)}`];
  if (rrsets.length > 0) {
    const rows = rrsets.map(({ name, type, count }) => [number(count), printName(name), typeName(type)]);
    lines.push("", ...alignColumns([["questions", "name", "type"], ...rows]));
  }
  if (missing.length > 0) {
    const rows = missing.map(({ name, most, least }) => [
      least === most ? number(most) : `${number(least)} to ${number(most)}`,
      printName(name),
    ]);
    lines.push("", ...alignColumns([["questions", "names that do not exist"], ...rows]));
  }
  if (silent.length > 0) lines.push("");
  for (const { where, reason } of silent) lines.push(`✘ ${showHidden(where)}: ${showHidden(reason)}`);
  return `${lines.join("\n")}\n`;
}

/** The same for programs. */
export function topToJson({ machines, silent, since, rrsets, missing }: Top): object {
  return {
    version: 1,
    machines,
    silent,
    since: since?.toISOString() ?? null,
    asked: rrsets.map(({ name, type, ...counts }) => ({
      name: printName(name),
      type: typeName(type),
      ...counts,
    })),
    missing: missing.map(({ name, ...counts }) => ({ name: printName(name), ...counts })),
  };
}

function day(time: Date): string {
  return `${time.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function number(value: number): string {
  return value.toLocaleString("en");
}
