import { Fault } from "../fault.ts";
import type { Tokens } from "../tokens.ts";
import type { Reader, Writer } from "../wire.ts";
import type { Field } from "./field.ts";
import { acceptInteger, takeInteger } from "./integer.ts";
import { acceptItems } from "./svc-param-list.ts";
import { scalarText } from "./yaml-text.ts";

/**
 * A set of ports that takes the rest of the rdata: a bitmap without trailing zero octets, as text numbers or
 * the names of services (WKS, RFC 1035 §3.4.2). The value is the ports, ascending; they are printed as
 * numbers, which all programs read.
 */
export const ports: Field<readonly number[]> = {
  schema: {
    type: "array",
    items: { anyOf: [{ type: "integer", minimum: 0, maximum: 0xffff }, { type: "string" }] },
    examples: [[25, 80]],
  },
  accept: (yaml) => ascending(acceptItems(yaml, (item) => portOf(scalarText(item)))),
  yaml: (list) => list,
  print: (list) => list.join(" "),
  parse: (tokens, out) => {
    const list: number[] = [];
    while (tokens.left > 0) list.push(takePort(tokens));
    writePorts(ascending(list), out);
  },
  write: writePorts,
  read: readPorts,
  extent: "rest",
};

/**
 * The services that zone files name, by their numbers (RFC 1010 and its successors; the same for TCP and
 * UDP).
 */
const SERVICES: { readonly [service: string]: number } = {
  tcpmux: 1,
  rje: 5,
  echo: 7,
  discard: 9,
  systat: 11,
  users: 11,
  daytime: 13,
  netstat: 15,
  qotd: 17,
  quote: 17,
  chargen: 19,
  "ftp-data": 20,
  ftp: 21,
  ssh: 22,
  telnet: 23,
  smtp: 25,
  time: 37,
  rlp: 39,
  nameserver: 42,
  nicname: 43,
  whois: 43,
  tacacs: 49,
  domain: 53,
  bootps: 67,
  bootpc: 68,
  tftp: 69,
  gopher: 70,
  finger: 79,
  http: 80,
  www: 80,
  kerberos: 88,
  hostname: 101,
  hostnames: 101,
  "iso-tsap": 102,
  rtelnet: 107,
  pop2: 109,
  pop3: 110,
  sunrpc: 111,
  auth: 113,
  sftp: 115,
  "uucp-path": 117,
  nntp: 119,
  ntp: 123,
  imap: 143,
  imap2: 143,
  snmp: 161,
  snmptrap: 162,
  bgp: 179,
  irc: 194,
  imap3: 220,
  ldap: 389,
  https: 443,
};

function takePort(tokens: Tokens): number {
  const first = tokens.nextOctet;
  if (first >= 0x30 && first <= 0x39) return takeInteger(tokens, 0xffff);
  tokens.take("a port");
  return portOf(tokens.text);
}

function portOf(text: string): number {
  const service = text.toLowerCase();
  if (Object.hasOwn(SERVICES, service)) return SERVICES[service]!;
  if (/^[0-9]/.test(text)) return acceptInteger(text, 0xffff);
  throw new Fault(
    `has ${JSON.stringify(text)}; expected a port from 0 to 65535, or a well-known service such as smtp`,
    "Write the number of the port.",
  );
}

function ascending(list: readonly number[]): readonly number[] {
  return [...new Set(list)].sort((a, b) => a - b);
}

function writePorts(list: readonly number[], out: Writer): void {
  const begin = out.length;
  for (const port of list) {
    while (out.length <= begin + (port >>> 3)) out.u8(0);
    out.bytes[begin + (port >>> 3)]! |= 0x80 >>> (port & 7);
  }
}

function readPorts(wire: Reader): readonly number[] {
  const list: number[] = [];
  const length = wire.left;
  if (length > 0x2000) throw malformed(`has a bitmap of ${length} octets; expected 8192 at most`);
  for (let octet = 0; octet < length; octet++) {
    const bits = wire.u8();
    if (bits === 0 && octet === length - 1) throw malformed("has a bitmap that ends in a zero octet");
    for (let bit = 0; bit < 8; bit++) if (bits & (0x80 >>> bit)) list.push((octet << 3) | bit);
  }
  return list;
}

function malformed(message: string): Fault {
  return new Fault(message, "Make the bitmap again from its list of ports.");
}
