import {
  closeSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { sha256 } from "../openssl/sha256.ts";

/** What runs the program: each kind of thread uses other parts of it. */
export const CODE_KINDS = ["main", "udp-batch", "tcp"] as const;

/** One of them. */
export type CodeKind = (typeof CODE_KINDS)[number];

/** What V8 has compiled of a program, by what runs it. */
export type Code = { readonly [kind in CodeKind]: Uint8Array };

/**
 * A file has: magic, SHA-256 of the program's digest and all that follows, the length of each part in the order of `CODE_KINDS` as 32 bits with the
 * lowest octet first, the parts.
 */
const MAGIC = Buffer.from("zonepipe code 1\n");
const DIGEST_AT = MAGIC.length;
const LENGTHS_AT = DIGEST_AT + 32;
const HEAD = LENGTHS_AT + 4 * CODE_KINDS.length;
/** Octets at most; it has about a megabyte. */
const MOST = 1 << 26;

/** Where it lies: beside the program, whose owner it has. */
export function codeFileOf(program: string): string {
  return `${program}.code`;
}

/** Writes what was compiled of a program with this digest beside it. Gives the size in octets. */
export function writeCode(program: string, digest: Uint8Array, code: Code): number {
  const parts = CODE_KINDS.map((kind) => code[kind]);
  const lengths = Buffer.alloc(4 * parts.length);
  for (const [at, { length }] of parts.entries()) lengths.writeUInt32LE(length, 4 * at);
  const rest = Buffer.concat([lengths, ...parts]);
  const file = codeFileOf(program);
  const beside = `${file}.new`;
  try {
    writeFileSync(beside, Buffer.concat([MAGIC, sha256(digest, rest), rest]), { mode: 0o644 });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
  return MAGIC.length + 32 + rest.length;
}

/**
 * Reads it into shared memory; undefined where there is none, or not all of it, or where it is of another program. V8 runs what stands there and finds out
 * nothing of it but whether it is of another V8, so it must be as trustworthy as the program: it has the same owner, and nobody else may write it.
 */
export function readCode(program: string, digest: Uint8Array): Code | undefined {
  let descriptor: number | undefined;
  try {
    const { uid } = statSync(program);
    descriptor = openSync(codeFileOf(program), "r");
    const stat = fstatSync(descriptor);
    if (!stat.isFile() || stat.uid !== uid || (stat.mode & OTHERS_WRITE) !== 0) return undefined;
    if (stat.size < HEAD || stat.size > MOST) return undefined;
    const octets = new Uint8Array(new SharedArrayBuffer(stat.size));
    if (readSync(descriptor, octets, 0, octets.length, 0) !== octets.length) return undefined;
    return codeIn(octets, digest);
  } catch {
    return undefined; // there is none, or it may not be read
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

const OTHERS_WRITE = 0o022;

function codeIn(octets: Uint8Array, digest: Uint8Array): Code | undefined {
  if (MAGIC.compare(octets, 0, MAGIC.length) !== 0) return undefined;
  const found = octets.subarray(DIGEST_AT, LENGTHS_AT);
  if (Buffer.compare(sha256(digest, octets.subarray(LENGTHS_AT)), found) !== 0) return undefined;
  const view = new DataView(octets.buffer);
  let at = HEAD;
  const [main, udp, tcp] = CODE_KINDS.map((_, index) => {
    const start = at;
    at += view.getUint32(LENGTHS_AT + 4 * index, true);
    return octets.subarray(start, at);
  });
  return { main: main!, "udp-batch": udp!, tcp: tcp! }; // there are three kinds
}
