import { closeSync, constants, fstatSync, openSync, readSync, renameSync, rmSync, writeSync } from "node:fs";
import { sha256 } from "../openssl/sha256.ts";
import { makeTablesOf, ROW_OCTETS, type Tables, tablesInOctets } from "../tables/tables.ts";

/** What a file of tables holds. */
export interface TablesFile {
  /** SHA-256 of the program that made them. */
  readonly compiler: Uint8Array;
  /** What else is known of their zones. */
  readonly facts: string;
  readonly tables: Tables;
}

/**
 * A file has: a head (magic, version, octets of the facts, and of each table its octets and how many of them stand here, the others
 * being 0; the compiler's digest), the facts in UTF-8, the octets of the tables, SHA-256 of all that. Numbers have the order of
 * octets of the machine, for so have the tables.
 */
const MAGIC = Buffer.from("zonepipe tables\n");
const VERSION = 4;
const WORDS_AT = MAGIC.length;
const COUNT = ROW_OCTETS.length;
/** Version, octets of the facts, and two of each table. */
const WORDS = 2 + 2 * COUNT;
const COMPILER_AT = WORDS_AT + 4 * WORDS;
const DIGEST = 32;
const HEAD = COMPILER_AT + DIGEST;

/** Writes a file of tables beside it and puts it in its place. The same content is always the same octets. Gives its size. */
export function writeTablesFile(path: string, { compiler, facts, tables }: TablesFile): number {
  const text = Buffer.from(facts);
  const all = tablesInOctets(tables.buffer);
  const used = all.map(usedOctets);
  const head = Buffer.alloc(HEAD);
  MAGIC.copy(head);
  const words = Uint32Array.of(VERSION, text.length, ...all.flatMap(({ length }, at) => [length, used[at]!]));
  head.set(new Uint8Array(words.buffer), WORDS_AT);
  head.set(compiler, COMPILER_AT);
  const parts = [head, text, ...all.map((octets, at) => octets.subarray(0, used[at]))];
  const digest = sha256(...parts);
  const beside = `${path}.new`;
  const descriptor = openSync(beside, "w", 0o644);
  try {
    for (const part of [...parts, digest]) writeAll(descriptor, part);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  renameSync(beside, path);
  return parts.reduce((sum, { length }) => sum + length, DIGEST);
}

/**
 * Reads a file of tables that this compiler made. Gives in words why it cannot be used. Throws where it cannot be read. Nothing is
 * known then of what the tables hold (see `faultInTables`).
 */
export function readTablesFile(path: string, compiler: Uint8Array): TablesFile | string {
  const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) return "it is no plain file";
    return readOpened(descriptor, stat.size, compiler);
  } finally {
    closeSync(descriptor);
  }
}

function readOpened(descriptor: number, size: number, compiler: Uint8Array): TablesFile | string {
  const head = new Uint8Array(HEAD);
  if (!readAll(descriptor, head)) return "it is cut off";
  if (MAGIC.compare(head, 0, MAGIC.length) !== 0) return "it is no file of tables";
  const [version, factsLength, ...octets] = new Uint32Array(head.slice(WORDS_AT, COMPILER_AT).buffer);
  if (version !== VERSION) return "it is of another version";
  const made = head.subarray(COMPILER_AT);
  if (Buffer.compare(made, compiler) !== 0) return "another program has made it";
  const sizes = ROW_OCTETS.map((_, at) => octets[2 * at]!);
  const used = ROW_OCTETS.map((_, at) => octets[2 * at + 1]!);
  const isPossible = ROW_OCTETS.every(
    (row, at) => sizes[at]! % row === 0 && sizes[at]! <= MOST && used[at]! <= sizes[at]!,
  );
  if (!isPossible) return "its tables have impossible sizes";
  const expected = used.reduce((sum, length) => sum + length, HEAD + factsLength! + DIGEST);
  if (size !== expected) return `it has ${size} octets in place of ${expected}`;
  const facts = new Uint8Array(factsLength!); // no longer than the file
  const tables = makeTablesOf(sizes);
  const all = tablesInOctets(tables.buffer).map((table, at) => table.subarray(0, used[at]));
  const digest = new Uint8Array(DIGEST);
  for (const part of [facts, ...all, digest]) if (!readAll(descriptor, part)) return "it is cut off";
  if (Buffer.compare(sha256(head, facts, ...all), digest) !== 0) return "its digest is another";
  return { compiler: made, facts: Buffer.from(facts).toString("utf8"), tables };
}

/** Octets of a table at most: places in it are numbers of 32 bits with a sign. */
const MOST = 0x7fffffff;
/** The system moves no more at a time. */
const PIECE = 1 << 30;

/** Octets up to the last that is not 0. */
function usedOctets(octets: Uint8Array): number {
  let end = octets.length;
  while (end > 0 && octets[end - 1] === 0) end -= 1;
  return end;
}

/** False where the file ends before. */
function readAll(descriptor: number, into: Uint8Array): boolean {
  for (let at = 0; at < into.length; ) {
    const count = readSync(descriptor, into, at, Math.min(PIECE, into.length - at), null);
    if (count === 0) return false;
    at += count;
  }
  return true;
}

function writeAll(descriptor: number, octets: Uint8Array): void {
  for (let at = 0; at < octets.length; )
    at += writeSync(descriptor, octets, at, Math.min(PIECE, octets.length - at));
}
