import type { Name } from "../../dns/name.ts";
import { isError, type Problem } from "../../dns/problem.ts";
import { type TreeEntry, treeFiles } from "../files/tree-files.ts";
import { load } from "../zones/load.ts";
import { unreadIn } from "../zones/unread.ts";
import { readZones } from "../zones/validate.ts";
import { textOf } from "../zones/yaml/source-text.ts";
import type { zoneOfPath } from "../zones/zone-paths.ts";
import {
  type FilePart,
  type PartReading,
  readingKey,
  readPart,
  type SplitFile,
  splitFile,
} from "./file-parts.ts";
import type { PastContents } from "./past-contents.ts";
import type { PastSettings } from "./past-settings.ts";
import { inParts, inWhole, type PartedContent, type ZoneContent } from "./zone-content.ts";

/** A zone at one commit. */
export interface PastZone {
  /** Its files, by their paths. */
  readonly own: readonly TreeEntry[];
  /** What belongs to no zone or to several, and may be included. */
  readonly others: readonly TreeEntry[];
  /** It is made of one of those, which it shares with other zones, or of what other zones say. */
  readonly isOfOthers: boolean;
  readonly settings: PastSettings;
  /** All zones that there were. */
  readonly origins: readonly Name[];
}

/** Which zone a file of the folder belongs to, and how its name is written there; undefined where it is none's. */
export type RoleOf = (path: string) => ReturnType<typeof zoneOfPath>;

/** Reads a zone at one commit after the other; or gives the first reason why it could not be read. */
export type Reader = (zone: PastZone) => Promise<ZoneContent | Unread>;

/** Why a zone could not be read. */
export interface Unread {
  readonly problem: Problem;
}

/**
 * Reads the versions of one zone. What is the same in two of them is read once: every file by its object id, and of a file
 * that is a plain mapping every entry by its text.
 */
export function zoneReader(folder: string, origin: Name, contents: PastContents, roleOf: RoleOf): Reader {
  const parts = new Map<string, FilePart>();
  const files = new Map<string, readonly FilePart[] | undefined>();
  const newest = new Map<string, SplitFile>(); // by path
  let before: PartedContent | undefined;
  let last: { readonly key: string; readonly read: ZoneContent | Unread } | undefined;

  const split = async (entry: TreeEntry): Promise<readonly FilePart[] | undefined> => {
    if (entry.kind !== "file") return undefined;
    if (files.has(entry.id)) return files.get(entry.id);
    const text = textOf(await contents(entry));
    const found = text === undefined ? undefined : splitFile(text, parts, newest.get(entry.path));
    if (found !== undefined) newest.set(entry.path, found);
    files.set(entry.id, found?.parts);
    return found?.parts;
  };
  const inPieces = async ({ own, isOfOthers, settings }: PastZone) => {
    if (isOfOthers) return undefined;
    const spellings = new Set(own.map(({ path }) => roleOf(path)!.written.toLowerCase()));
    if (spellings.size > 1) return undefined;
    const config = settings.of(origin);
    const key = readingKey(origin, config);
    const readings: PartReading[] = [];
    for (const entry of own) {
      for (const part of (await split(entry)) ?? [undefined]) {
        const reading = part && readPart(part, key, origin, config);
        if (reading?.isFine !== true) return undefined;
        readings.push(reading);
      }
    }
    const at = { file: own[0]!.path, line: 1, column: 1 };
    const content = inParts(origin, readings, { config, signing: settings.signing(origin), at }, before);
    before = content ?? before;
    return content;
  };
  return async (zone) => {
    const pieces = await inPieces(zone);
    if (pieces !== undefined) return pieces;
    const key = [...zone.own, ...zone.others].map(({ path, id }) => `${path} ${id}`).join("\0");
    if (last?.key !== key) last = { key, read: await readWhole(folder, origin, zone, contents) };
    return last.read;
  };
}

/** Reads a zone as `check` does. */
async function readWhole(
  folder: string,
  origin: Name,
  { own, others, origins }: PastZone,
  contents: PastContents,
): Promise<ZoneContent | Unread> {
  const sources = await load(folder, await treeFiles(folder, [...others, ...own], contents));
  const loaded = new Set(sources.zones.map((zone) => zone.origin));
  const rest = origins
    .filter((other) => !loaded.has(other))
    .map((other) => ({ origin: other, path: "", files: [] }));
  const read = readZones({ ...sources, zones: [...sources.zones, ...rest] }, (each) => each === origin);
  const zone = read.zones[0]?.zone;
  if (zone !== undefined && !unreadIn(read).zones.has(zone)) return inWhole(zone);
  return { problem: read.told().find(isError)! }; // there is one, or it would have been read
}
