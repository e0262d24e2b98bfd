import { CLASS_IN } from "../../dns/classes.ts";
import type { Flags, Message, MessageQuestion, MessageRecord } from "../../dns/message.ts";
import type { Edns } from "../../dns/message-edns.ts";
import { rcodeName } from "../../dns/message-rcode.ts";
import { printName } from "../../dns/name.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { portableTypeName } from "../../dns/types.ts";
import { printRdata } from "../../dns/zone-file/print.ts";

/**
 * A reply as dig prints it: header, flags, OPT, question, and the sections that are not empty. Nothing hidden is left in it;
 * the tabs are ours.
 */
export function printDig(message: Message): string {
  const { id, opcode, rcode, flags, question, answer, authority, additional, edns } = message;
  const counts = [
    ["QUERY", question.length],
    ["ANSWER", answer.length],
    ["AUTHORITY", authority.length],
    ["ADDITIONAL", additional.length + (edns === undefined ? 0 : 1)],
  ].map(([section, count]) => `${section}: ${count}`);
  const sections = [
    { title: "ANSWER", records: answer },
    { title: "AUTHORITY", records: authority },
    { title: "ADDITIONAL", records: additional },
  ].filter(({ records }) => records.length > 0);
  const blocks = [
    [
      `;; ->>HEADER<<- opcode: ${opcode === 0 ? "QUERY" : `OPCODE${opcode}`}, status: ${rcodeName(rcode)}, id: ${id}`,
      `;; flags:${printFlags(flags)}; ${counts.join(", ")}`,
    ],
    [...(edns === undefined ? [] : printEdns(edns)), ";; QUESTION SECTION:", ...question.map(printQuestion)],
    ...sections.map(({ title, records }) => [`;; ${title} SECTION:`, ...records.map(printLine)]),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function printFlags(flags: Flags): string {
  const order = ["qr", "aa", "tc", "rd", "ra", "ad", "cd"] as const;
  return order
    .filter((flag) => flags[flag])
    .map((flag) => ` ${flag}`)
    .join("");
}

function printEdns({ version, do: isDo, size, options }: Edns): string[] {
  return [
    ";; OPT PSEUDOSECTION:",
    `; EDNS: version: ${version}, flags:${isDo ? " do" : ""}; udp: ${size}`,
    ...options.map(({ code, data }) =>
      code === EDE && data.length >= 2 ? printError(data) : `; OPT=${code}: ${printHex(data)}`,
    ),
  ];
}

/** Extended DNS error (RFC 8914 §2): two octets of a code, and a text. */
const EDE = 15;

function printError(data: string): string {
  const code = (data.charCodeAt(0) << 8) | data.charCodeAt(1);
  const text = Buffer.from(data.slice(2), "latin1").toString("utf8");
  const name = EDE_NAMES.get(code);
  return `; EDE: ${code}${name === undefined ? "" : ` (${name})`}${text === "" ? "" : `: (${showHidden(text)})`}`;
}

/** Of the codes that our nameserver gives. */
const EDE_NAMES: ReadonlyMap<number, string> = new Map([
  [18, "Prohibited"],
  [20, "Not Authoritative"],
  [21, "Not Supported"],
  [24, "Invalid Data"],
]);

function printHex(data: string): string {
  return Buffer.from(data, "latin1").toString("hex").replace(/..\B/g, "$& ");
}

function printQuestion({ name, type, class: klass }: MessageQuestion): string {
  const owner = printName(name);
  return `;${owner}${tabTo(owner.length, CLASS_COLUMN)}${className(klass)}${tabTo(CLASS_COLUMN + 2, TYPE_COLUMN)}${portableTypeName(type)}`;
}

// The columns of dig, in which tabs are eight wide.
const TTL_COLUMN = 24;
const CLASS_COLUMN = 32;
const TYPE_COLUMN = 40;
const DATA_COLUMN = 48;
const TAB = 8;

/** A record as dig prints it. */
function printLine({ owner, ttl, class: klass, type, rdata }: MessageRecord): string {
  let line = printName(owner);
  let column = line.length;
  for (const [start, text] of [
    [TTL_COLUMN, String(ttl)],
    [CLASS_COLUMN, className(klass)],
    [TYPE_COLUMN, portableTypeName(type)],
    [DATA_COLUMN, showHidden(printRdata(type, rdata))],
  ] as const) {
    line += tabTo(column, start) + text;
    column = Math.max(column + 1, start) + text.length;
  }
  return line;
}

/** What leads from one column to another: tabs, and blanks for the rest; one blank at least. */
function tabTo(from: number, to: number): string {
  const end = Math.max(to, from + 1);
  const tabs = Math.floor(end / TAB) - Math.floor(from / TAB);
  return tabs === 0 ? " ".repeat(end - from) : "\t".repeat(tabs) + " ".repeat(end % TAB);
}

function className(klass: number): string {
  return klass === CLASS_IN ? "IN" : `CLASS${klass}`;
}
