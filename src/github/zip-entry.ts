import { crc32, inflateRawSync } from "node:zlib";

/** What is taken of an archive that somebody else made. */
export interface ZipLimits {
  /** Entries in the archive. */
  readonly entries: number;
  /** Octets of the entry when it is unpacked. */
  readonly size: number;
}

/** An entry's octets, or why there are none, as a sentence without its final stop. */
export type ZipEntry = { readonly bytes: Uint8Array } | { readonly refused: string };

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_HEADER = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_SIZE = 22; // octets of the end record without its comment
const MOST_COMMENT = 0xffff;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

/**
 * One entry of a ZIP archive in memory (APPNOTE 6.3.10, without ZIP64 and encryption), found by its exact name.
 * Nothing is written to a disk, so no name in the archive can lead anywhere. Any octets give a result.
 */
export function zipEntry(archive: Uint8Array, name: string, limits: ZipLimits): ZipEntry {
  const zip = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  try {
    return read(zip, name, limits);
  } catch (error) {
    // A length or an offset that leads out of the archive.
    if (error instanceof RangeError) return { refused: "The archive is not whole" };
    throw error;
  }
}

function read(zip: Buffer, name: string, limits: ZipLimits): ZipEntry {
  const end = findEnd(zip);
  if (end === undefined) return { refused: "It is no ZIP archive" };
  const count = zip.readUInt16LE(end + 10);
  if (count > limits.entries)
    return { refused: `The archive has ${count} entries; at most ${limits.entries} are read` };
  for (let at = zip.readUInt32LE(end + 16), entry = 0; entry < count; entry++) {
    if (zip.readUInt32LE(at) !== DIRECTORY_HEADER) return { refused: "The archive is not whole" };
    const nameLength = zip.readUInt16LE(at + 28);
    if (zip.toString("utf8", at + 46, at + 46 + nameLength) === name) return unpack(zip, at, limits);
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return { refused: `The archive has no ${name}` };
}

/** Where the end record begins: it stands last, with a comment behind it at most. */
function findEnd(zip: Buffer): number | undefined {
  const first = Math.max(0, zip.length - END_SIZE - MOST_COMMENT);
  for (let at = zip.length - END_SIZE; at >= first; at--) {
    if (zip.readUInt32LE(at) === END_OF_DIRECTORY) return at;
  }
  return undefined;
}

function unpack(zip: Buffer, header: number, limits: ZipLimits): ZipEntry {
  const flags = zip.readUInt16LE(header + 8);
  const method = zip.readUInt16LE(header + 10);
  const checksum = zip.readUInt32LE(header + 16);
  const packed = zip.readUInt32LE(header + 20);
  const size = zip.readUInt32LE(header + 24);
  const local = zip.readUInt32LE(header + 42);
  if ((flags & ENCRYPTED) !== 0) return { refused: "The entry is encrypted" };
  if (size > limits.size) return { refused: `The entry has ${size} octets; at most ${limits.size} are read` };
  if (zip.readUInt32LE(local) !== LOCAL_HEADER) return { refused: "The archive is not whole" };
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  if (start + packed > zip.length) return { refused: "The archive is not whole" };
  const bytes = inflate(method, zip.subarray(start, start + packed), size);
  if (bytes === undefined) return { refused: `The entry cannot be unpacked (method ${method})` };
  if (bytes.length !== size || crc32(bytes) !== checksum) {
    return { refused: "The entry is not what the archive says it is" };
  }
  return { bytes };
}

/** Stops as soon as there is more than the archive says: a small archive may hold a very large entry. */
function inflate(method: number, packed: Buffer, size: number): Uint8Array | undefined {
  if (method === STORED) return packed;
  if (method !== DEFLATED) return undefined;
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch {
    return undefined;
  }
}
