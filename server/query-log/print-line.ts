import { CLASS_ANY, CLASS_CH, CLASS_IN } from "../../dns/classes.ts";
import { printIpv4 } from "../../dns/fields/ipv4.ts";
import { printIpv6 } from "../../dns/fields/ipv6.ts";
import { rcodeName } from "../../dns/message-rcode.ts";
import { type Name, printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { octetsOf } from "../../dns/wire.ts";
import { MAX_TCP_MESSAGE, MIN_UDP_PAYLOAD } from "../answer/limits.ts";
import { HEADER_LENGTH, query, readQuery } from "../query/question.ts";
import type { Logged } from "./logged.ts";

/** How lines are written: `text` as the plugin `log` of CoreDNS writes them by default, `json` as an object for each. */
export type LineFormat = "text" | "json";

/** A packet and its answer on one line, with the line's end. Names are escaped as in zone files, so they forge no line. */
export function printLine(logged: Logged, format: LineFormat): string {
  const line = describe(logged);
  switch (format) {
    case "text":
      return printText(line);
    case "json":
      return `${JSON.stringify({ ...line, seconds: Number(line.seconds) })}\n`;
    default:
      return format satisfies never;
  }
}

/** What a line says; what is not known is left out. */
interface Line {
  readonly time: string;
  readonly address?: string;
  readonly port?: number;
  readonly transport: "udp" | "tcp";
  readonly id?: number;
  readonly opcode?: number;
  readonly name?: string;
  readonly type?: string;
  readonly class?: string;
  readonly size: number;
  readonly do: boolean;
  readonly payload: number;
  readonly rcode?: string;
  readonly flags?: readonly string[];
  readonly answerSize?: number;
  readonly seconds: string;
}

function describe({ client, isStream, began, ended, query: packet, answer, rcode }: Logged): Line {
  const hasHeader = packet.length >= HEADER_LENGTH;
  query.end = HEADER_LENGTH; // it stays so where nothing can be read
  query.edns = false;
  query.dnssecOk = false;
  readQuery(packet, packet.length);
  const { edns, payload } = query;
  return {
    time: new Date(began).toISOString(),
    ...(client && { address: printOctets(client.address), port: client.port }),
    transport: isStream ? "tcp" : "udp",
    ...(hasHeader && { id: (packet[0]! << 8) | packet[1]!, opcode: (packet[2]! >>> 3) & 0xf }),
    ...(query.end > HEADER_LENGTH && {
      name: printName(nameOf()),
      type: typeName(query.type),
      class: className(query.class),
    }),
    size: packet.length,
    do: query.dnssecOk,
    // What the client takes, as CoreDNS tells it.
    payload: isStream ? MAX_TCP_MESSAGE : edns && payload > MIN_UDP_PAYLOAD ? payload : MIN_UDP_PAYLOAD,
    ...(answer.length > 0 && {
      rcode: rcodeName(rcode),
      flags: FLAGS.filter(({ octet, bit }) => (answer[octet]! & bit) !== 0).map(({ name }) => name),
      answerSize: answer.length,
    }),
    seconds: (Math.max(ended - began, 0) / 1000).toFixed(9),
  };
}

/** `{remote}:{port} - {>id} "{type} {class} {name} {proto} {size} {>do} {>bufsize}" {rcode} {>rflags} {rsize} {duration}` */
function printText(line: Line): string {
  const { address, port, id, name, type, class: kind, transport, size, payload, rcode, flags } = line;
  const host = address === undefined ? "-" : address.includes(":") ? `[${address}]` : address;
  const asked = `${type ?? "-"} ${kind ?? "-"} ${name ?? "-"} ${transport} ${size} ${line.do} ${payload}`;
  const answered = `${rcode ?? "-"} ${flags?.join(",") || "-"} ${line.answerSize ?? 0} ${line.seconds}s`;
  return `[INFO] ${host}:${port ?? "-"} - ${id ?? "-"} "${asked}" ${answered}\n`;
}

/** In lower case, as it was read. */
function nameOf(): Name {
  const { octets, length } = query.name;
  return Buffer.from(octets.buffer, octets.byteOffset, length).toString("latin1") as Name; // readName gives only names
}

function className(code: number): string {
  switch (code) {
    case CLASS_IN:
      return "IN";
    case CLASS_CH:
      return "CH";
    case CLASS_ANY:
      return "ANY";
    default:
      return `CLASS${code}`; // RFC 3597 §5
  }
}

function printOctets(octets: Uint8Array): string {
  const text = octetsOf(octets, 0, octets.length);
  return octets.length === 4 ? printIpv4(text) : printIpv6(text);
}

/** Flags of an answer, by octet and bit of the header (RFC 1035 §4.1.1, RFC 4035 §3.2). */
const FLAGS = [
  { name: "qr", octet: 2, bit: 0x80 },
  { name: "aa", octet: 2, bit: 0x04 },
  { name: "tc", octet: 2, bit: 0x02 },
  { name: "rd", octet: 2, bit: 0x01 },
  { name: "ra", octet: 3, bit: 0x80 },
  { name: "z", octet: 3, bit: 0x40 },
  { name: "ad", octet: 3, bit: 0x20 },
  { name: "cd", octet: 3, bit: 0x10 },
] as const;
