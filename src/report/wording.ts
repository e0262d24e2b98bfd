import { type Name, printName, printRelative } from "../../dns/name.ts";
import type { Position } from "../../dns/problem.ts";
import { codecOf } from "../../dns/records/index.ts";
import { parsePolicy, SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { typeName } from "../../dns/types.ts";
import { policySummary } from "../dnssec/policy-lines.ts";
import type { RrsetChange } from "../plan/changes.ts";
import type { RemovedZone, ZonePlan } from "../plan/plan.ts";
import type { SourceRecord } from "../source/source-zone.ts";
import type { Client, Coverage, Miss, PathResult, Share, Verification } from "../verify/types.ts";
import { addressesNow, nowWords, type TargetsNow } from "./target-wording.ts";

/** What happens to a zone's serial, and why. */
export function serialSentence({ decision, publishedSerial }: ZonePlan): string {
  switch (decision.kind) {
    case "first":
      return `${decision.serial}, its first`;
    case "kept":
      return `${decision.serial}, kept: the content is what is published`;
    case "raised":
      return `${decision.jump?.from ?? publishedSerial ?? decision.from} → ${decision.serial}: ${decision.because}`;
    case "unknown":
      return `unknown: ${firstOf(decision.silent.map(({ by }) => by))} did not tell`; // why stands in a note, once
    case "no-greatest":
      return `unknown: none is greater than all of ${[...new Set(decision.said.map(({ serial }) => serial))].join(" and ")} (RFC 1982 §3.2)`;
    default:
      return decision satisfies never;
  }
}

function firstOf([first = "", ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}

/** The zone is as it was published, or as it was before the change. */
export function isUnchanged({ changes, decision }: ZonePlan): boolean {
  return changes === undefined ? decision.kind === "kept" : changes.length === 0;
}

/** `1 zone does not change`, `2 zones do not change`. */
export function unchangedSentence(zones: number): string {
  return zones === 1 ? "1 zone does not change" : `${zones} zones do not change`;
}

/** One line of a table of changes: a value that comes or goes, or a TTL that changes. */
export interface ChangeRow {
  readonly sign: "+" | "-" | "~";
  /** The owner as seen from the zone; the apex by its name. */
  readonly name: string;
  readonly type: string;
  readonly ttl: string;
  readonly value: string;
  /** Where it is written after the change. */
  readonly at?: Position;
  /** Where it was written before; left out where that is the line where it is now. */
  readonly wasAt?: Position;
  /** Nobody wrote it: these are the places of a record that it is made of. */
  readonly isMade?: true;
  /** Which addresses the target of an ALIAS that comes has now, in words; left out where nobody looked or answered. */
  readonly now?: string;
}

/**
 * The values that come and go with a change, and the TTL of those that stay.
 *
 * @param targets what was looked up of targets of ALIAS
 */
export function changeRows(change: RrsetChange, origin: Name, targets?: TargetsNow): ChangeRow[] {
  const name = nameInZone(change.owner, origin);
  const type = typeName(change.type);
  const rows: ChangeRow[] = [];
  if (change.ttl?.isOfKept) {
    const { from, to, fromAt, toAt: at } = change.ttl;
    const wasAt = fromAt !== undefined && at !== undefined && isSameLine(fromAt, at) ? undefined : fromAt;
    const ttl = `${from} → ${to}`;
    rows.push({ sign: "~", name, type, ttl, value: "(TTL)", ...(at && { at }), ...(wasAt && { wasAt }) });
  }
  for (const record of change.removed) {
    const { ttl, at: wasAt } = record;
    rows.push({
      sign: "-",
      name,
      type,
      ttl: String(ttl),
      value: valueText(record),
      ...(wasAt && { wasAt }),
      ...(record.madeFrom && { isMade: true }),
    });
  }
  for (const record of change.added) {
    const { ttl, at } = record;
    const addresses = addressesNow(record, targets);
    rows.push({
      sign: "+",
      name,
      type,
      ttl: String(ttl),
      value: valueText(record),
      ...(at && { at }),
      ...(record.madeFrom && { isMade: true }),
      ...(addresses && { now: nowWords(addresses) }),
    });
  }
  return rows;
}

/** What stands before the place of a row: how it comes to be there, where nobody wrote it. */
export function madeWords({ isMade }: Pick<ChangeRow, "isMade">): string {
  return isMade === true ? "made from " : "";
}

function isSameLine(a: Position, b: Position): boolean {
  return a.file === b.file && a.line === b.line;
}

/** `+2 ~1 −1`: RRsets that come, change and go. */
export function changeCounts(changes: readonly RrsetChange<SourceRecord>[]): string {
  const number = (kind: RrsetChange["kind"]) => changes.filter((change) => change.kind === kind).length;
  return `+${number("added")} ~${number("changed")} −${number("removed")}`;
}

/** One line of the table of answers: a nameserver by one transport. */
export interface PathRow {
  readonly nameserver: string;
  readonly transport: string;
  readonly answers: string;
  readonly milliseconds: string;
  readonly answeredBy: string;
  readonly fine: boolean | undefined;
}

/** The rows of the table of answers. Where several programs asked, each row names its own. */
export function pathRows(paths: readonly PathResult[]): PathRow[] {
  const isMixed = new Set(paths.map(({ client }) => client.kind)).size > 1;
  return paths.map((path) => {
    const row = pathRow(path);
    return isMixed ? { ...row, transport: `${row.transport}, ${path.client.kind}` } : row;
  });
}

/** The row of one path. */
export function pathRow(path: PathResult): PathRow {
  const { name, address, port } = path.nameserver;
  const host = address.includes(":") ? `[${address}]` : address;
  return {
    nameserver: name === address ? `${host}:${port}` : `${name} (${host}:${port})`,
    transport: path.transport.toUpperCase(),
    answers:
      path.notAsked === undefined
        ? `${path.passed}/${path.asked} as expected`
        : `not asked from here: ${path.notAsked}`,
    milliseconds:
      path.notAsked === undefined
        ? `${round(path.milliseconds.median)} / ${round(path.milliseconds.slowest)}`
        : "",
    answeredBy: path.answeredBy.join(", "),
    fine: path.notAsked === undefined ? path.passed === path.asked : undefined,
  };
}

/** How often a question was asked: `1 try`, `2 tries`. */
export function tries(attempts: number): string {
  return attempts === 1 ? "1 try" : `${attempts} tries`;
}

/** What a late answer is: right, and slow or only after a retry. */
export function lateSentence({ attempts, milliseconds }: Miss): string {
  return `right, but only after ${tries(attempts)}, the last of ${round(milliseconds)} ms`;
}

/** The question of a miss as seen from its zone: `www A`. */
export function questionOf({ name, zone, type }: Miss): string {
  return `${nameInZone(name, zone)} ${typeName(type)}`;
}

/** Which programs asked. */
export function clientSentence({ paths, milliseconds }: Verification): string {
  const programs = new Set(paths.map(({ client }) => programName(client)));
  return `asked with ${[...programs].join(" and ")} in ${round(milliseconds / 1000)} s`;
}

/** How much was asked for, and by what. */
export function coverageSentence({ changed, unchanged }: Coverage): string {
  return `Changed RRsets asked for: ${shareText(changed)}; questions about the rest: ${shareText(unchanged)}`;
}

/** `2000 of 50000 with dig, 50000 of 50000 with the built-in DNS client` */
function shareText({ total, asked }: Share): string {
  const parts = asked.map(({ client, count }) => `${count} of ${total} with ${PROGRAMS[client]}`);
  return parts.length === 0 ? `0 of ${total}` : parts.join(", ");
}

function programName({ kind, version }: Client): string {
  return kind === "dig" ? `${PROGRAMS.dig} ${version}` : PROGRAMS[kind];
}

const PROGRAMS = { dig: "dig", "built-in": "the built-in DNS client" } as const;

/** What goes with a zone: `11 records go`. */
export function removedSentence({ records }: RemovedZone): string {
  if (records === undefined) return "all its records go";
  return records === 1 ? "1 record goes" : `${records} records go`;
}

/** `1 zone`, `2 zones`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** The owner as seen from its zone; the apex by its full name, for a blank or an `@` says nothing in a table. */
export function nameInZone(owner: Name, origin: Name): string {
  const relative = printRelative(owner, origin);
  return relative === "@" ? printName(origin) : relative;
}

/** The data of a record as a zone file has it; of the one by which our nameservers sign a zone what it says. */
export function valueText({ type, rdata }: { readonly type: number; readonly rdata: string }): string {
  const policy = type === SIGNING_POLICY ? parsePolicy(rdata) : undefined;
  return policy === undefined || "fault" in policy ? codecOf(type).print(rdata) : policySummary(policy);
}

function round(value: number): string {
  if (value < 0.05) return "0"; // dig counts whole milliseconds
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}
