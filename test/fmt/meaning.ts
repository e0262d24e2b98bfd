import { printRecord } from "../../dns/zone-file/print.ts";
import type { SourceRecord } from "../../src/source/source-zone.ts";
import { load } from "../../src/zones/load.ts";
import { allZones, readZones } from "../../src/zones/validate.ts";
import { fakeFiles } from "../fakes/files.ts";

/** What files of the zones' folder say. */
export interface Meaning {
  readonly records: readonly string[];
  /** Ids of rules. */
  readonly problems: readonly string[];
}

/** What the reader makes of files of the zones' folder: records with whose they are, and what it tells. */
export async function meaningOf(files: { readonly [file: string]: string }): Promise<Meaning> {
  const placed = Object.entries(files).map(([file, text]) => [`zones/${file}`, text]);
  const read = readZones(await load("zones", fakeFiles(Object.fromEntries(placed))));
  return {
    records: allZones(read)
      .flatMap(({ records }) => records.map((record) => `${printRecord(record)} ${aboutOf(record)}`))
      .sort(),
    problems: read
      .told()
      .map(({ rule }) => rule)
      .sort(),
  };
}

function aboutOf({ remarks }: SourceRecord): string {
  return JSON.stringify([remarks?.owner, remarks?.note, remarks?.expires?.day]);
}
