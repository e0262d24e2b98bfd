import { ZERO } from "./plain-octets.ts";

/** Writes the IPv4 address that begins at `from` to `wire`, at `to`. Gives where it ends, -1 for what is none. */
export function putPlainIpv4(text: DataView, from: number, wire: DataView, to: number): number {
  let at = from;
  let address = 0;
  for (let part = 0; part < 4; part++) {
    if (part > 0) {
      if (text.getUint8(at) !== FULL_STOP) return -1;
      at += 1;
    }
    const word = text.getInt32(at, true);
    let value = (word & 0xff) - ZERO;
    if (value < 0 || value > 9) return -1;
    const second = ((word >>> 8) & 0xff) - ZERO;
    if (second < 0 || second > 9) {
      at += 1;
    } else {
      if (value === 0) return -1;
      value = value * 10 + second;
      const third = ((word >>> 16) & 0xff) - ZERO;
      if (third < 0 || third > 9) {
        at += 2;
      } else {
        value = value * 10 + third;
        if (value > 255) return -1;
        at += 3;
      }
    }
    address = (address << 8) | value;
  }
  wire.setInt32(to, address);
  return at;
}

/** The same for an IPv6 address in hex digits alone: one that ends in an IPv4 address is none here. */
export function putPlainIpv6(text: DataView, from: number, wire: DataView, to: number): number {
  let at = from;
  let group = to; // where the next goes
  let gap = -1; // where `::` stood
  const last = to + 16;
  if (text.getUint8(at) === COLON) {
    if (text.getUint8(at + 1) !== COLON) return -1;
    gap = group;
    at += 2;
  }
  for (;;) {
    let value = HEX_DIGITS[text.getUint8(at)]!;
    if (value < 0) break;
    const first = at;
    for (let digit = HEX_DIGITS[text.getUint8(++at)]!; digit >= 0; digit = HEX_DIGITS[text.getUint8(++at)]!) {
      value = (value << 4) | digit;
    }
    if (at - first > 4 || group === last) return -1;
    wire.setUint8(group, value >>> 8);
    wire.setUint8(group + 1, value);
    group += 2;
    if (text.getUint8(at) !== COLON) break;
    at += 1;
    if (text.getUint8(at) === COLON) {
      if (gap >= 0) return -1;
      gap = group;
      at += 1;
    } else if (HEX_DIGITS[text.getUint8(at)]! < 0) return -1; // a colon at the end
  }
  if (text.getUint8(at) === FULL_STOP) return -1;
  if (gap < 0) return group === last ? at : -1;
  if (group === last) return -1; // `::` stands for one group at least (RFC 4291 §2.2)
  let end = last;
  while (group > gap) {
    end -= 1;
    group -= 1;
    wire.setUint8(end, wire.getUint8(group));
  }
  while (end > gap) {
    end -= 1;
    wire.setUint8(end, 0);
  }
  return at;
}

const FULL_STOP = 0x2e;
const COLON = 0x3a;

/** The value of a hex digit by its octet, -1 for every other. */
export const HEX_DIGITS = new Int8Array(256).fill(-1);
for (let value = 0; value < 16; value++) {
  HEX_DIGITS["0123456789abcdef".charCodeAt(value)] = value;
  HEX_DIGITS["0123456789ABCDEF".charCodeAt(value)] = value;
}
