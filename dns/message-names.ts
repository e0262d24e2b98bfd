import { suffixLength } from "./fields/address-suffix.ts";
import type { Extent } from "./fields/field.ts";
import { type Name, ROOT } from "./name.ts";
import { codecOf } from "./records/index.ts";
import type { Octets, Writer } from "./wire.ts";

/** Where in the message each name, and each of its ends, was written first. */
export type NameOffsets = Map<string, number>;

/**
 * Writes a name, with a pointer in place of the longest end that stands in the message already (RFC 1035 §4.1.4).
 * Names are told apart by case here, so that a reader gets every name as it was.
 */
export function writeCompressed(name: Name, out: Writer, offsets: NameOffsets): void {
  let rest: string = name;
  while (rest !== ROOT) {
    const offset = offsets.get(rest);
    if (offset !== undefined) {
      out.u16(POINTER | offset);
      return;
    }
    if (out.length <= MAX_OFFSET) offsets.set(rest, out.length);
    const length = 1 + rest.charCodeAt(0);
    out.octets(rest.slice(0, length));
    rest = rest.slice(length);
  }
  out.u8(0);
}

/** Writes rdata, with the names compressed that may be: those in the types of RFC 1035 (RFC 3597 §4). */
export function writeRdata(type: number, rdata: Octets, out: Writer, offsets: NameOffsets): void {
  let at = 0;
  for (const { extent, use } of Object.values(codecOf(type).fields)) {
    const end = at + lengthOf(rdata, at, extent);
    if (use === "compress")
      writeCompressed(rdata.slice(at, end) as Name, out, offsets); // the field is a name
    else out.octets(rdata.slice(at, end));
    at = end;
  }
}

const POINTER = 0xc000;
const MAX_OFFSET = 0x3fff; // a pointer has 14 bits for it

function lengthOf(rdata: Octets, at: number, extent: Extent): number {
  switch (extent) {
    case "rest":
      return rdata.length - at;
    case "string":
      return 1 + rdata.charCodeAt(at);
    case "suffix":
      return suffixLength(rdata.charCodeAt(at - 1));
    case "name": {
      let end = at;
      while (rdata.charCodeAt(end) !== 0) end += 1 + rdata.charCodeAt(end);
      return end + 1 - at;
    }
    default:
      return extent;
  }
}
