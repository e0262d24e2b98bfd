import { Fault } from "../../dns/fault.ts";
import { canonicalName } from "../../dns/fields/name.ts";
import { isAtOrBelow, keyOf, type Name, printName } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import { RECORD_TYPES } from "../../dns/records/index.ts";
import { typeCode } from "../../dns/types.ts";
import { toAscii } from "../source/idn.ts";
import { meaning, suggest, writing } from "../source/suggest.ts";
import type { YamlNode } from "../zones/yaml/node.ts";
import { problemAt } from "../zones/yaml/problem-at.ts";

/** Takes a problem. */
export type Report = (problem: Problem) => void;

/** The names of a list, by key; those that are refused are told and left out. */
export function readNames(node: YamlNode | undefined, what: string, report: Report): PlacedName[] {
  return itemsOf(node).flatMap((item) => {
    const name = readName(item, what, report);
    return name === undefined ? [] : [{ name, node: item }];
  });
}

/** A name and where it stands. */
export interface PlacedName {
  readonly name: Name;
  readonly node: YamlNode;
}

/** A whole name, with or without its final dot, by key. */
export function readName(node: YamlNode | undefined, what: string, report: Report): Name | undefined {
  return readScalar(node, what, report, (text) => keyOf(canonicalName.accept(toAscii(text))));
}

/** A type by its mnemonic, or as `TYPE` and its number. */
export function readType(node: YamlNode | undefined, what: string, report: Report): number | undefined {
  return readScalar(node, what, report, (text) => {
    const code = text === text.toUpperCase() ? typeCode(text) : undefined;
    if (code !== undefined && !isMeta(code)) return code;
    const meant = suggest(
      text.toUpperCase(),
      RECORD_TYPES.map(({ type }) => type),
    );
    throw new Fault(
      `is ${JSON.stringify(text)}; expected a record type`,
      meant === undefined
        ? "Write a type such as A or MX, or TYPE and its number."
        : `Did you mean ${meant}?`,
      "unknown-type",
      [],
      meant === undefined ? undefined : writing(meant),
    );
  });
}

/** Types that stand in messages only (RFC 6895 §3.1). */
function isMeta(code: number): boolean {
  return (code >= 128 && code <= 255) || code === 41 || code === 0;
}

/** What `read` makes of a single value; what it refuses is told. */
export function readScalar<Value>(
  node: YamlNode | undefined,
  what: string,
  report: Report,
  read: (text: string) => Value,
): Value | undefined {
  if (node?.kind !== "scalar") return undefined;
  try {
    return read(node.text);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const rule = error.rule ?? "invariant-value";
    report(
      problemAt(node, {
        rule,
        message: `${what} ${error.message}`,
        help: error.help,
        ...(error.fix && { fix: error.fix }),
      }),
    );
    return undefined;
  }
}

/** The items of a list. */
export function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === "sequence" ? node.items : [];
}

/** Tells of a name that lies in none of the zones, for nothing is ever judged there. */
export function requireInZones(
  { name, node }: PlacedName,
  what: string,
  origins: readonly Name[] | undefined,
  report: Report,
): void {
  if (origins === undefined || origins.some((origin) => isAtOrBelow(name, origin))) return;
  report(
    problemAt(node, {
      rule: "invariant-place",
      message: `${what} is ${printName(name)}, which lies in none of the zones`,
      ...help(name, origins),
    }),
  );
}

/** Tells of a zone that is none. */
export function requireZone(
  { name, node }: PlacedName,
  what: string,
  origins: readonly Name[] | undefined,
  report: Report,
): void {
  if (origins === undefined || origins.some((origin) => keyOf(origin) === name)) return;
  report(
    problemAt(node, {
      rule: "invariant-place",
      message: `${what} is ${printName(name)}; there is no such zone`,
      ...help(name, origins),
    }),
  );
}

const MOST_LISTED = 20; // zones: nobody reads a longer list

function help(name: Name, origins: readonly Name[]): ReturnType<typeof meaning> {
  const zones = origins.map(withoutDot);
  const meant = suggest(withoutDot(name), zones) ?? zones.find((zone) => suggest(endOf(name, zone), [zone]));
  if (meant !== undefined) return { help: `Did you mean ${JSON.stringify(meant)}?` };
  return zones.length > MOST_LISTED
    ? { help: "Write a name of a zone that has a file." }
    : meaning(withoutDot(name), zones);
}

/** As people write it. */
function withoutDot(name: Name): string {
  return printName(name).replace(/(?<=.)\.$/, "");
}

/** As many labels of the name's end as the zone has. */
function endOf(name: Name, zone: string): string {
  const labels = withoutDot(name).split(".");
  return labels.slice(-zone.split(".").length).join(".");
}
