import { Fault } from "./fault.ts";
import { type Name, ROOT } from "./name.ts";
import { type Octets, Reader, type Writer } from "./wire.ts";

/** What an OPT record says about its sender (RFC 6891 §6.1). */
export interface Edns {
  /** 0 is the only version there is. */
  readonly version: number;
  /** The largest UDP payload that the sender takes, in octets. */
  readonly size: number;
  /** DNSSEC OK: signatures are wanted (RFC 3225 §3). */
  readonly do: boolean;
  readonly options: readonly EdnsOption[];
}

/** An option (RFC 6891 §6.1.2). */
export interface EdnsOption {
  readonly code: number;
  readonly data: Octets;
}

/** The type of the OPT pseudo-record (RFC 6891 §6.1.1). */
export const OPT = 41;

/** The code of the name server identifier option (RFC 5001 §4.1). */
export const NSID = 3;

/** An OPT record as it stands in a message: its class and its TTL are none (RFC 6891 §6.1.2 and §6.1.3). */
export interface OptRecord {
  readonly owner: Name;
  readonly class: number;
  readonly ttl: number;
  readonly rdata: Octets;
}

/** Reads an OPT record: what it says, and the high eight bits of the rcode. Throws a `Fault`. */
export function readEdns(opt: OptRecord): { readonly edns: Edns; readonly rcodeBits: number } {
  if (opt.owner !== ROOT) throw new Fault("does not have the root as its owner", "RFC 6891 §6.1.2.");
  const wire = Reader.of(opt.rdata);
  const options: EdnsOption[] = [];
  while (wire.left > 0) {
    const code = wire.u16();
    options.push({ code, data: wire.octets(wire.u16()) });
  }
  return {
    edns: {
      version: (opt.ttl >>> 16) & 0xff,
      size: opt.class,
      do: (opt.ttl & DO) !== 0,
      options,
    },
    rcodeBits: opt.ttl >>> 24,
  };
}

/** Writes an OPT record that also carries the high bits of the rcode. */
export function writeEdns(edns: Edns, rcode: number, out: Writer): void {
  out.u8(0);
  out.u16(OPT);
  out.u16(edns.size);
  out.u8(rcode >> 4);
  out.u8(edns.version);
  out.u16(edns.do ? DO : 0);
  out.u16(edns.options.reduce((length, { data }) => length + 4 + data.length, 0));
  for (const { code, data } of edns.options) {
    out.u16(code);
    out.u16(data.length);
    out.octets(data);
  }
}

const DO = 0x8000;
