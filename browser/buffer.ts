/** Uint8Array without its static functions: its `from` takes other things than a Buffer's does. */
const Octets = Uint8Array as unknown as {
  new (length: number): Uint8Array<ArrayBuffer>;
  new (buffer: ArrayBuffer, byteOffset?: number, length?: number): Uint8Array<ArrayBuffer>;
};

/**
 * Node's Buffer where there is none: the part of it that `dns/`, the rules and the tables use, with the same results. A
 * bundle that is to run everywhere has it in the place of the global one, in Node too, so that there is one behaviour.
 */
export class Buffer extends Octets {
  /** Octets of a text, of a list of numbers, a copy of an array of octets, or a view of an ArrayBuffer. */
  static from(
    source: string | ArrayBufferLike | ArrayLike<number>,
    encoding: Encoding | number = "utf8",
    length?: number,
  ): Buffer {
    if (typeof source === "string") return ofText(source, typeof encoding === "number" ? "utf8" : encoding);
    if ("byteLength" in source && !ArrayBuffer.isView(source))
      return new Buffer(source as ArrayBuffer, typeof encoding === "number" ? encoding : 0, length); // shared or not, it is read the same way
    const octets = new Buffer((source as ArrayLike<number>).length);
    octets.set(source as ArrayLike<number>);
    return octets;
  }

  /** So many octets, all zero. */
  static alloc(length: number): Buffer {
    return new Buffer(length);
  }

  /** The same; nothing is gained by dirty ones here. */
  static allocUnsafe(length: number): Buffer {
    return new Buffer(length);
  }

  /** How many octets the text takes in UTF-8, or the array has. */
  static byteLength(source: string | Uint8Array): number {
    return typeof source === "string" ? encoder.encode(source).length : source.length;
  }

  /** One after the other. */
  static concat(parts: readonly Uint8Array[]): Buffer {
    const whole = new Buffer(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  /** Which comes first, octet by octet: -1, 0 or 1. */
  static compare(a: Uint8Array, b: Uint8Array): -1 | 0 | 1 {
    const shorter = Math.min(a.length, b.length);
    for (let at = 0; at < shorter; at++) if (a[at] !== b[at]) return a[at]! < b[at]! ? -1 : 1;
    return a.length === b.length ? 0 : a.length < b.length ? -1 : 1;
  }

  /** Writes the octets from `start` to before `end` into another array, from `at` on. It takes any octets as `this`, as Node's does. */
  copy(into: Uint8Array, at = 0, start = 0, end = this.length): number {
    into.set(super.subarray(start, end), at);
    return end - start;
  }

  override subarray(start?: number, end?: number): Buffer {
    const { buffer, byteOffset, length } = super.subarray(start, end);
    return new Buffer(buffer, byteOffset, length);
  }

  override toString(encoding: Encoding = "utf8", start = 0, end = this.length): string {
    const part = super.subarray(start, end);
    switch (encoding) {
      case "latin1":
      case "ascii":
        return latin1(part);
      case "utf8":
        return decoder.decode(part);
      case "hex":
        return Array.from(part, (octet) => octet.toString(16).padStart(2, "0")).join("");
      case "base64":
        return btoa(latin1(part));
      case "base64url":
        return btoa(latin1(part)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
      default:
        return encoding satisfies never;
    }
  }

  equals(other: Uint8Array): boolean {
    return Buffer.compare(this, other) === 0;
  }

  readUInt16BE(at = 0): number {
    return (this[at]! << 8) | this[at + 1]!;
  }

  readUInt32BE(at = 0): number {
    return ((this[at]! << 24) | (this[at + 1]! << 16) | (this[at + 2]! << 8) | this[at + 3]!) >>> 0;
  }
}

/** How octets are written as text. */
export type Encoding = "utf8" | "latin1" | "ascii" | "hex" | "base64" | "base64url";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true }); // a Buffer keeps the mark
const CHUNK = 8192; // arguments of one call

function latin1(octets: Uint8Array): string {
  let text = "";
  for (let at = 0; at < octets.length; at += CHUNK)
    text += String.fromCharCode(...octets.subarray(at, at + CHUNK));
  return text;
}

function ofText(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case "utf8":
      return viewOf(encoder.encode(text));
    case "latin1":
    case "ascii":
      return ofCodes(text);
    case "hex":
      return ofHex(text);
    case "base64":
    case "base64url":
      return ofBase64(text);
    default:
      return encoding satisfies never;
  }
}

function viewOf({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>): Buffer {
  return new Buffer(buffer, byteOffset, length);
}

function ofCodes(text: string): Buffer {
  const octets = new Buffer(text.length);
  for (let at = 0; at < text.length; at++) octets[at] = text.charCodeAt(at);
  return octets;
}

/** As Node reads it: up to the first pair that is no hexadecimal number. */
function ofHex(text: string): Buffer {
  const digits = /^(?:[0-9a-f]{2})*/i.exec(text)![0]; // it matches every text
  const octets = new Buffer(digits.length / 2);
  for (let at = 0; at < octets.length; at++)
    octets[at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16);
  return octets;
}

/** As Node reads it: both alphabets, up to the first `=`, whatever is no digit passed over. */
function ofBase64(text: string): Buffer {
  const digits = text
    .replace(/=[\s\S]*/, "")
    .replaceAll("-", "+")
    .replaceAll("_", "/")
    .replace(/[^A-Za-z0-9+/]/g, "");
  return ofCodes(atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits));
}
