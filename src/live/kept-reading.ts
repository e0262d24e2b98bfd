import type { Name } from "../../dns/name.ts";
import type { Files } from "../files/files.ts";
import { load, type Sources, type ZoneSource } from "../zones/load.ts";
import { sharedFiles } from "../zones/shared-files.ts";
import { tellOnce } from "../zones/tell-once.ts";
import { unusedVariables } from "../zones/unused-variables.ts";
import { type ReadZone, type ReadZones, readZones, tellOf } from "../zones/validate.ts";
import { follows } from "../zones/yaml/parse-events.ts";
import type { SourceFile } from "../zones/yaml/read-source.ts";

/** A folder as it was read. */
export interface KeptReading {
  readonly sources: Sources;
  readonly read: ReadZones;
  /** How many zones had to be read anew. */
  readonly anew: number;
}

/**
 * Reads the zones' folder again and again. Of a zone whose texts are the same, and the settings and all that it includes, too,
 * the zone from before is given again, the very object.
 */
export function keptReader(folder: string, files: Files): () => Promise<KeptReading> {
  let before: Before | undefined;
  return async () => {
    const sources = await load(folder, files);
    if (before !== undefined) tellFormer(before.sources, sources);
    const isIncludedSame = before !== undefined && hasSameIncludes(before.sources, sources);
    const isSame = (a: SourceFile | undefined, b: SourceFile | undefined) =>
      a?.source?.text === b?.source?.text &&
      (isIncludedSame || ((a?.included.size ?? 0) === 0 && (b?.included.size ?? 0) === 0));
    const isCommonSame =
      before !== undefined &&
      isSame(before.sources.config, sources.config) &&
      isSame(before.sources.keys, sources.keys) &&
      !isAsking(sources.keys);
    const kept = new Map<Name, ReadZone>();
    for (const source of isCommonSame ? sources.zones : []) {
      const known = before!.zones.get(source.origin);
      if (known === undefined || known.source.path !== source.path) continue;
      const isSameSignature = isSame(signatureOf(before!.sources, source), signatureOf(sources, source));
      if (isSameSignature && hasSameFiles(known.source, source, isSame)) kept.set(source.origin, known.read);
    }
    const isWhole = kept.size === sources.zones.length && before?.zones.size === kept.size;
    // What is made of all zones is made anew as soon as one is another, or gone.
    for (const { zone } of isWhole ? [] : [...kept.values()])
      if (zone.config.reverse === "auto") kept.delete(zone.origin);
    const fresh = readZones(
      sources,
      (origin) => !kept.has(origin),
      (origin) => kept.get(origin),
    );
    const reverse = isWhole ? before?.reverse : fresh.reverse;
    const anew = new Map(fresh.zones.map((read) => [read.zone.origin, read]));
    const { tell, told } = tellOnce(sharedFiles(sources.zones));
    for (const problem of fresh.common) tell(problem);
    const zones = sources.zones.map((source) => {
      const zone = kept.get(source.origin) ?? anew.get(source.origin)!; // each is one or the other
      const tellHere = tellOf(source, tell);
      for (const problem of zone.told) tellHere(problem);
      // The judge of a zone that is kept must not remember what it heard of other versions.
      return { ...zone, judge: zone.judge.again(tellHere) };
    });
    for (const problem of unusedVariables(fresh.config, zones)) tell(problem);
    before = {
      sources,
      ...(reverse && { reverse }),
      zones: new Map(
        sources.zones.map((source) => {
          const read = kept.get(source.origin) ?? anew.get(source.origin)!;
          return [source.origin, { source, read }];
        }),
      ),
    };
    return {
      sources,
      anew: anew.size,
      read: {
        zones,
        ...(fresh.catalog && { catalog: fresh.catalog }),
        ...(reverse && { reverse }),
        told,
      },
    };
  };
}

/** Large files are parsed in pieces, of which an edit leaves the most as they are. */
function tellFormer(before: Sources, now: Sources): void {
  for (const [path, source] of now.texts ?? []) {
    const former = before.texts?.get(path);
    if (former !== undefined) follows(source, former);
  }
}

interface Before {
  readonly sources: Sources;
  readonly reverse?: ReadZones["reverse"];
  readonly zones: ReadonlyMap<Name, { readonly source: ZoneSource; readonly read: ReadZone }>;
}

function hasSameFiles(
  a: ZoneSource,
  b: ZoneSource,
  isSame: (a: SourceFile, b: SourceFile) => boolean,
): boolean {
  return (
    a.template?.file === b.template?.file &&
    (b.template === undefined || isSame(a.template!, b.template)) &&
    a.files.length === b.files.length &&
    a.files.every((file, index) => file.file === b.files[index]!.file && isSame(file, b.files[index]!))
  );
}

function hasSameIncludes(a: Sources, b: Sources): boolean {
  const [before, now] = [a.includedPaths ?? new Set<string>(), b.includedPaths ?? new Set<string>()];
  if (before.size !== now.size) return false;
  for (const path of now) {
    if (!before.has(path) || a.texts?.get(path)?.text !== b.texts?.get(path)?.text) return false;
  }
  return true;
}

function signatureOf({ keySignatures }: Sources, { origin }: ZoneSource): SourceFile | undefined {
  return keySignatures?.get(origin);
}

/** A zone of which others tell in their own (RFC 9615) makes those hang on it. */
function isAsking(keys: SourceFile | undefined): boolean {
  return keys?.source?.text.includes("bootstrap") === true;
}
