import { CLASS_IN } from "../dns/classes.ts";
import { decodeMessage, type Message } from "../dns/message.ts";
import { rcodeName } from "../dns/message-rcode.ts";
import { type Problem, printProblem } from "../dns/problem.ts";
import { typeCode } from "../dns/types.ts";
import { printRecord } from "../dns/zone-file/print.ts";
import { readZoneFile } from "../dns/zone-file/read.ts";
import { makeIdentity } from "../server/answer/identity.ts";
import { makeResponder, type Respond } from "../server/answer/respond.ts";
import { type Client, UNKNOWN_CLIENT } from "../server/query/client.ts";
import { compile } from "../server/tables/compile/compile.ts";
import { addRecord, addZone, makeStaging } from "../server/tables/compile/staging.ts";
import type { Tables } from "../server/tables/tables.ts";
import { nameOf } from "./zone-text.ts";

/**
 * Zones in zone file form, by their origins. Records have a TTL of 300 where none is written. Lines may be indented as
 * the code around them is: blanks at their beginning go, so every line names its owner.
 */
export type ZoneTexts = { readonly [origin: string]: string };

/** In the place of a zone's text: it cannot be loaded. */
export const BROKEN = "broken";

/** How a question is asked. */
export interface AskOptions {
  /** UDP payload size in an OPT record; without it there is none, unless `do` is set. */
  readonly size?: number;
  readonly do?: boolean;
  /** Asked over TCP. */
  readonly tcp?: boolean;
  readonly class?: number;
}

/** Asks for "name TYPE"; the answer in words: response code and flags, then a line for each record. */
export type Ask = (question: string, options?: AskOptions) => string[];

/** A server in this process, over these zones. */
export function serveText(zones: ZoneTexts): Ask {
  return serveTables(tablesOf(zones));
}

/** A server in this process, over these tables. */
export function serveTables(tables: Tables): Ask {
  const respond = makeResponder(tables, makeIdentity("server-1", "version-1"));
  return (question, options = {}) =>
    describeAnswer(exchange(respond, queryOf(question, options), options.tcp));
}

/** The tables of these zones, which have no mistakes. */
export function tablesOf(zones: ZoneTexts): Tables {
  const compiled = compileText(zones);
  if ("problems" in compiled) throw new Error(compiled.problems.map(printProblem).join("\n"));
  return compiled.tables;
}

/** The tables of these zones, or what is wrong with them. The file of a zone is called as its origin. */
export function compileText(zones: ZoneTexts): { tables: Tables } | { problems: Problem[] } {
  const staging = makeStaging(1000);
  for (const [text, records] of Object.entries(zones)) {
    const origin = nameOf(text);
    const zone = addZone(staging, Buffer.from(origin, "latin1"), text, records === BROKEN);
    if (zone.isBroken) continue;
    const source = { file: text, bytes: Buffer.from(unindented(records)), origin, defaultTtl: 300 };
    const problems = readZoneFile(source, (record) => {
      if (!addRecord(staging, zone, record)) throw new Error(`${text}:${record.line}: outside the zone`);
    });
    if (problems.length > 0) return { problems };
  }
  const compiled = compile(staging);
  return "problems" in compiled ? { problems: compiled.problems.map(({ problem }) => problem) } : compiled;
}

/** The octets of a query for "name TYPE". */
export function queryOf(question: string, options: AskOptions = {}): Buffer {
  const [name = "", type = ""] = question.split(" ");
  const edns = options.size !== undefined || options.do === true;
  return Buffer.concat([
    Buffer.from([0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, edns ? 1 : 0]),
    Buffer.from(nameOf(name), "latin1"),
    u16(typeCode(type) ?? 0),
    u16(options.class ?? CLASS_IN),
    edns ? optOf(options) : Buffer.alloc(0),
  ]);
}

/** The octets of the answer, undefined for silence. */
export function exchange(
  respond: Respond,
  packet: Uint8Array,
  tcp = false,
  client: Client = UNKNOWN_CLIENT,
): Buffer | undefined {
  const limit = tcp ? 65535 : 1232;
  const out = new Uint8Array(limit);
  const length = respond(packet, packet.length, out, limit, client);
  return length === 0 ? undefined : Buffer.from(out.subarray(0, length));
}

/** An answer in words. */
export function describeAnswer(octets: Uint8Array | undefined): string[] {
  if (octets === undefined) return ["silence"];
  const message = decodeMessage(octets);
  if ("fault" in message) return [`unreadable: ${message.fault}`];
  return [
    [rcodeName(message.rcode), ...flagsOf(message)].join(" "),
    ...message.answer.map(printRecord),
    ...message.authority.map((record) => `authority: ${printRecord(record)}`),
    ...message.additional.map((record) => `additional: ${printRecord(record)}`),
  ];
}

/** The message that an answer is; for what `describeAnswer` leaves out. */
export function readAnswer(octets: Uint8Array | undefined): Message {
  const message = octets === undefined ? { fault: "silence" } : decodeMessage(octets);
  if ("fault" in message) throw new Error(message.fault);
  return message;
}

function unindented(text: string): string {
  return text.replace(/^[ ]+/gm, "");
}

function flagsOf({ flags }: Message): string[] {
  const names = ["aa", "tc", "rd", "ra", "ad", "cd"] as const;
  return names.filter((name) => flags[name]);
}

function optOf(options: AskOptions): Buffer {
  return Buffer.concat([
    Buffer.from([0, 0, 41]),
    u16(options.size ?? 1232),
    Buffer.from([0, 0, options.do === true ? 0x80 : 0, 0, 0, 0]),
  ]);
}

function u16(value: number): Buffer {
  return Buffer.from([value >>> 8, value & 0xff]);
}
