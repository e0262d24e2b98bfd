import { readdirSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { keySignatureFileOf } from "../../dns/signing/key-signature-file.ts";
import { journalFolderOf } from "../../dns/zone-file/journal-files.ts";
import { type Sha256, startSha256 } from "../openssl/sha256.ts";
import { namesInJournal } from "../transfer/read-journal.ts";
import { stampOf } from "./file-stamp.ts";
import type { LoadedZone } from "./loaded-zone.ts";
import { Pieces } from "./pieces.ts";
import { listingOf, type ZoneFile } from "./zone-files.ts";

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
  const octets = new Pieces(startSha256());
  let isWhole = true;
  for (const file of files) {
    if (file === journal) continue;
    if (!octets.addFile(file)) isWhole &&= file === keySignatures; // that one need not be there
  }
  return Buffer.from(octets.end()).toString("hex") === digest && isWhole;
}

/** These zones with these files are there and no others. */
export function areThere(
  zones: readonly (ZoneText & Pick<LoadedZone, "origin">)[],
  files: readonly ZoneFile[],
): boolean {
  const texts = new Map(zones.map((zone) => [zone.origin, zone]));
  const isThere = ({ origin, file, problem }: ZoneFile) =>
    problem === undefined && texts.get(origin)?.files[0] === file;
  return zones.length === files.length && files.every(isThere);
}

/**
 * One digest of which zones a folder or a manifest has and what all files of these zones hold now, in hex: where it is the same, they are the same zones and each is
 * unchanged. For very many it takes less time than looking at each of them. Undefined where a file is missing, or a journal has other names than were found.
 */
export function digestOfAll(path: string, zones: readonly ZoneText[]): string | undefined {
  const hash = startSha256();
  addFile(hash, listingOf(path));
  const octets = new Pieces(hash);
  const folders = new Map<string, ReadonlySet<string> | "unknown">();
  let isWhole = true;
  for (const { files, journalNames } of zones) {
    const [first] = files;
    if (first === undefined) isWhole = false;
    const journal = first && journalNames && journalFolderOf(first);
    for (const file of files) {
      if (file === journal) isWhole &&= haveSame(isListed(file, folders) ? namesIn(file) : [], journalNames!);
      else if (!octets.addFile(file)) {
        octets.addText("absent ");
        isWhole &&= file === keySignatureFileOf(first!); // that one need not be there
      }
    }
  }
  const digest = octets.end();
  return isWhole ? Buffer.from(digest).toString("hex") : undefined;
}

/** Whether something with this path may have been there when its folder was first looked at. */
function isListed(path: string, folders: Map<string, ReadonlySet<string> | "unknown">): boolean {
  const cut = path.lastIndexOf("/"); // it takes a fraction of the time of `dirname` and `basename`, which is asked for thousands
  const [folder, name] =
    cut > 0 ? [path.slice(0, cut), path.slice(cut + 1)] : [dirname(path), basename(path)];
  let names = folders.get(folder);
  if (names === undefined) {
    names = namesOf(folder);
    folders.set(folder, names);
  }
  return names === "unknown" || names.has(name);
}

/** Unknown where it may not be read: what is in it has to be looked at. */
function namesOf(folder: string): ReadonlySet<string> | "unknown" {
  try {
    return new Set(readdirSync(folder));
  } catch {
    return "unknown";
  }
}

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
