import { Fault } from "./fault.ts";
import { MAX_LABEL_LENGTH, MAX_NAME_LENGTH, type Name } from "./name.ts";

/** Octets in wire form, held as a string with one character per octet (compares with `===`, prints as latin1). */
export type Octets = string;

const POINTER = 0xc0; // the two high bits of a length octet that make it a pointer (RFC 1035 §4.1.4)

/** Bytes being written, network byte order. Grows as needed; `length` octets of `bytes` are valid. */
export class Writer {
  bytes: Uint8Array<ArrayBuffer>;
  length = 0;

  constructor(capacity = 512) {
    this.bytes = new Uint8Array(capacity);
  }

  /** Makes room for `count` more octets. */
  reserve(count: number): void {
    const need = this.length + count;
    if (need <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(need, this.bytes.length * 2));
    grown.set(this.bytes);
    this.bytes = grown;
  }

  u8(value: number): void {
    if (this.length + 1 > this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = value;
  }

  u16(value: number): void {
    if (this.length + 2 > this.bytes.length) this.reserve(2);
    this.bytes[this.length++] = value >>> 8;
    this.bytes[this.length++] = value;
  }

  u32(value: number): void {
    if (this.length + 4 > this.bytes.length) this.reserve(4);
    this.bytes[this.length++] = value >>> 24;
    this.bytes[this.length++] = value >>> 16;
    this.bytes[this.length++] = value >>> 8;
    this.bytes[this.length++] = value;
  }

  /** The octets `start` to `end` of `source`. */
  copy(source: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    const { bytes } = this;
    let at = this.length;
    for (let from = start; from < end; from++) bytes[at++] = source[from]!;
    this.length = at;
  }

  /** Octets held as a string; a `Name` is written by this, uncompressed. */
  octets(value: Octets): void {
    this.reserve(value.length);
    const { bytes } = this;
    let at = this.length;
    for (let from = 0; from < value.length; from++) bytes[at++] = value.charCodeAt(from);
    this.length = at;
  }

  /** Everything from `start` on, as octets in a string. */
  since(start: number): Octets {
    return octetsOf(this.bytes, start, this.length);
  }
}

/**
 * Bytes being read, with an end that it never passes. Where `message` is given, names may be compressed with
 * pointers into it (RFC 1035 §4.1.4). Reading too far, a bad label or octets left over throw a `Fault`.
 */
export class Reader {
  readonly bytes: Uint8Array;
  at: number;
  end: number;
  readonly compressed: boolean;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length, compressed = false) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
    this.compressed = compressed;
  }

  /** A reader over octets held as a string. */
  static of(octets: Octets): Reader {
    return new Reader(Buffer.from(octets, "latin1"));
  }

  /** Octets not yet read. */
  get left(): number {
    return this.end - this.at;
  }

  u8(): number {
    this.need(1);
    return this.bytes[this.at++]!;
  }

  u16(): number {
    this.need(2);
    const { bytes, at } = this;
    this.at = at + 2;
    return (bytes[at]! << 8) | bytes[at + 1]!;
  }

  u32(): number {
    this.need(4);
    const { bytes, at } = this;
    this.at = at + 4;
    return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
  }

  octets(count: number): Octets {
    this.need(count);
    const start = this.at;
    this.at = start + count;
    return octetsOf(this.bytes, start, this.at);
  }

  /** A name; pointers are followed where the reader allows them, only backwards, so that reading always ends. */
  name(): Name {
    const { bytes } = this;
    let name = "";
    let at = this.at;
    let limit = this.end;
    let lowest = at;
    let after = -1;
    for (;;) {
      if (at >= limit) throw new Fault("ends inside a name", "Check where the name ends.");
      const length = bytes[at]!;
      if (length === 0) {
        this.at = after === -1 ? at + 1 : after;
        if (name.length + 1 > MAX_NAME_LENGTH) throw nameTooLong();
        return `${name}\0` as Name;
      }
      if (length <= MAX_LABEL_LENGTH) {
        if (at + 1 + length > limit) throw new Fault("ends inside a label", "Check the length of the label.");
        name += octetsOf(bytes, at, at + 1 + length);
        if (name.length >= MAX_NAME_LENGTH) throw nameTooLong();
        at += 1 + length;
        continue;
      }
      if ((length & POINTER) !== POINTER) {
        throw new Fault(
          `has a label of type ${length >> 6}; expected 0 or 3`,
          "Only plain labels and pointers exist.",
        );
      }
      if (!this.compressed) throw new Fault("has a compressed name", "Write the name without a pointer.");
      if (at + 2 > limit) throw new Fault("ends inside a pointer", "Check where the name ends.");
      const target = ((length & ~POINTER) << 8) | bytes[at + 1]!;
      if (after === -1) after = at + 2;
      if (target >= lowest)
        throw new Fault("has a pointer that does not point back", "A pointer points to a prior name.");
      lowest = target;
      at = target;
      limit = bytes.length;
    }
  }

  /** Everything that is left. */
  rest(): Octets {
    return this.octets(this.left);
  }

  /** Throws unless everything was read. */
  finish(): void {
    if (this.at !== this.end) {
      throw new Fault(`has ${octetCount(this.left)} too many`, "Check the length of the data.");
    }
  }

  private need(count: number): void {
    if (this.end - this.at < count) {
      throw new Fault(`ends ${octetCount(count - this.left)} too early`, "Check the length of the data.");
    }
  }
}

/** The octets `start` to `end` of `bytes` as a string. */
export function octetsOf(bytes: Uint8Array, start: number, end: number): Octets {
  if (end - start > 12) {
    const buffer =
      bytes instanceof Buffer ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    return buffer.toString("latin1", start, end);
  }
  let text = "";
  let at = start;
  // Four at a time: a string that grows by one character costs as much as one that grows by four.
  for (; at + 4 <= end; at += 4) {
    text += String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!);
  }
  for (; at < end; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}

function octetCount(count: number): string {
  return count === 1 ? "1 octet" : `${count} octets`;
}

function nameTooLong(): Fault {
  return new Fault(`has a name longer than ${MAX_NAME_LENGTH} octets`, "Shorten the name.", "name-length");
}
