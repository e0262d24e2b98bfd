import { type Name, printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { Writer } from "../../dns/wire.ts";

/** A query as it is put to every server. */
export interface Question {
  readonly name: Name;
  readonly type: number;
  readonly class: number;
  /** 0 is QUERY. */
  readonly opcode: number;
  /** Recursion desired. */
  readonly rd: boolean;
  /** Checking disabled. */
  readonly cd: boolean;
  readonly edns?: { readonly version: number; readonly size: number; readonly do: boolean };
  readonly transport: "udp" | "tcp";
}

/** The message, with 0 as its id (RFC 1035 §4.1). IXFR has the SOA that it needs (RFC 1995 §3). */
export function encodeQuestion({ name, type, class: klass, opcode, rd, cd, edns }: Question): Uint8Array {
  const out = new Writer(64);
  out.u16(0);
  out.u16((opcode << 11) | (rd ? RD : 0) | (cd ? CD : 0));
  out.u16(1);
  out.u16(0);
  out.u16(type === IXFR ? 1 : 0);
  out.u16(edns === undefined ? 0 : 1);
  out.octets(name);
  out.u16(type);
  out.u16(klass);
  if (type === IXFR) writeSoa(out);
  if (edns !== undefined) {
    out.u8(0);
    out.u16(OPT);
    out.u16(edns.size);
    out.u16(edns.version);
    out.u16(edns.do ? DO : 0);
    out.u16(0);
  }
  return out.bytes.slice(0, out.length);
}

/** The query in a line, for people. */
export function printQuestion({
  name,
  type,
  class: klass,
  opcode,
  rd,
  cd,
  edns,
  transport,
}: Question): string {
  return [
    printName(name),
    klass === 1 ? "IN" : `CLASS${klass}`,
    typeName(type),
    transport,
    ...(opcode === 0 ? [] : [`opcode=${opcode}`]),
    ...(rd ? ["rd"] : []),
    ...(cd ? ["cd"] : []),
    edns === undefined ? "no EDNS" : `EDNS${edns.version} size=${edns.size}${edns.do ? " do" : ""}`,
  ].join(" ");
}

const RD = 0x0100;
const CD = 0x0010;
const DO = 0x8000;
const OPT = 41;
const IXFR = 251;
const SOA = 6;
const IN = 1;

/** A SOA of the queried name with the serial 1. */
function writeSoa(out: Writer): void {
  out.u16(0xc00c);
  out.u16(SOA);
  out.u16(IN);
  out.u32(0);
  out.u16(22);
  out.u8(0);
  out.u8(0);
  for (const number of [1, 0, 0, 0, 0]) out.u32(number);
}
