import type { Name } from "../../dns/name.ts";
import type { Files } from "../files/files.ts";
import { load, type Sources, type ZoneSource } from "../zones/load.ts";
import { tellOnce } from "../zones/tell-once.ts";
import { type ReadZone, type ReadZones, readZones } from "../zones/validate.ts";
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
    const fresh = readZones(sources, (origin) => !kept.has(origin));
    const anew = new Map(fresh.zones.map((read) => [read.zone.origin, read]));
    const { tell, told } = tellOnce();
    for (const problem of fresh.told()) tell(problem);
    for (const { told: own } of kept.values()) for (const problem of own) tell(problem);
    const zones = sources.zones.flatMap(({ origin }) => kept.get(origin) ?? anew.get(origin) ?? []);
    before = {
      sources,
      zones: new Map(sources.zones.map((source, index) => [source.origin, { source, read: zones[index]! }])),
    };
    return {
      sources,
      anew: anew.size,
      read: {
        // The judge of a zone that is kept must not remember what it heard of other versions.
        zones: zones.map((zone) => ({ ...zone, judge: zone.judge.again(tell) })),
        ...(fresh.catalog && { catalog: fresh.catalog }),
        told,
      },
    };
  };
}

interface Before {
  readonly sources: Sources;
  readonly zones: ReadonlyMap<Name, { readonly source: ZoneSource; readonly read: ReadZone }>;
}

function hasSameFiles(
  a: ZoneSource,
  b: ZoneSource,
  isSame: (a: SourceFile, b: SourceFile) => boolean,
): boolean {
  return (
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
