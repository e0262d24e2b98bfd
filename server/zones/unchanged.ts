import { closeSync, readSync, statSync } from "node:fs";
import { keySignatureFileOf } from "../../dns/signing/key-signature-file.ts";
import { journalFolderOf } from "../../dns/zone-file/journal-files.ts";
import { openPlainFile } from "../../dns/zone-file/read-plain-file.ts";
import { type Sha256, startSha256 } from "../openssl/sha256.ts";
import { namesInJournal } from "../transfer/read-journal.ts";
import { stampOf } from "./file-stamp.ts";
import type { LoadedZone } from "./loaded-zone.ts";
import type { ZoneFile } from "./zone-files.ts";

/** What says of a zone that its files hold what they held when it was loaded. */
export type ZoneText = Pick<LoadedZone, "files" | "digest" | "journalNames" | "stamp">;

/**
 * The files of a zone hold octet for octet what they did when it was loaded, so it would be loaded as it is. No record is read for
 * that. A file of its journal that was too large to be read then is not looked at: it leads nobody to another answer.
 */
export function isUnchanged({ files, digest, journalNames, stamp }: ZoneText): boolean {
  if (stamp !== undefined && stampOf(files) === stamp) return true;
  const [first] = files;
  if (first === undefined) return false;
  const journal = journalNames && journalFolderOf(first);
  const keySignatures = keySignatureFileOf(first);
  if (journal !== undefined && files.includes(journal) && !haveSame(namesIn(journal), journalNames!))
    return false;
  const hash = startSha256();
  let isWhole = true;
  for (const file of files) {
    if (file === journal) continue;
    try {
      addPlainFile(hash, file);
    } catch {
      if (file !== keySignatures) isWhole = false; // that one need not be there
    }
  }
  return Buffer.from(hash.end()).toString("hex") === digest && isWhole;
}

/** These zones with these files are there and no others, and none has changed. */
export function areUnchanged(
  zones: readonly (ZoneText & Pick<LoadedZone, "origin">)[],
  files: readonly ZoneFile[],
): boolean {
  const texts = new Map(zones.map((zone) => [zone.origin, zone]));
  const isThere = ({ origin, file, problem }: ZoneFile) =>
    problem === undefined && texts.get(origin)?.files[0] === file;
  return zones.length === files.length && files.every(isThere) && zones.every(isUnchanged);
}

/** Adds a plain file to a digest as `addFile` does, a piece at a time: a large one takes no memory. Throws where it cannot be read. */
function addPlainFile(hash: Sha256, path: string): void {
  const { descriptor, size } = openPlainFile(path);
  try {
    const head = piece.write(`${size} `);
    let filled = head;
    for (let left = size; left > 0; ) {
      const count = readSync(descriptor, piece, filled, Math.min(left, piece.length - filled), null);
      if (count === 0) throw new Error("the file has become shorter");
      left -= count;
      filled += count;
      if (filled < piece.length) continue;
      hash.add(piece);
      filled = 0;
    }
    hash.add(piece.subarray(0, filled));
  } finally {
    closeSync(descriptor);
  }
}

const piece = Buffer.allocUnsafeSlow(1 << 18);

/** Adds a file to a digest. Its length goes before it, so that files which share their content otherwise have another one. */
export function addFile(hash: Sha256, bytes: Uint8Array): void {
  hash.add(Buffer.from(`${bytes.length} `));
  hash.add(bytes);
}

function namesIn(folder: string): readonly string[] {
  try {
    // Most zones have none, and an error costs ten times as much as a look.
    return statSync(folder, { throwIfNoEntry: false }) === undefined ? [] : namesInJournal(folder);
  } catch {
    return [];
  }
}

function haveSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((name, at) => name === others[at]);
}
