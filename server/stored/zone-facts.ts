import { dirname, join, relative, resolve } from "node:path";
import type { Name } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import { journalFolderOf } from "../../dns/zone-file/journal-files.ts";
import type { LoadedZone } from "../zones/loaded-zone.ts";
import type { ZoneText } from "../zones/unchanged.ts";
import type { ZoneFile } from "../zones/zone-files.ts";

/** What is known of the zones of some tables beside what stands in these, wherever the zones lie. */
export interface ZoneFacts {
  readonly zones: readonly LoadedZone[];
  /** Zones that are to be signed. */
  readonly pending: readonly (ZoneFile & ZoneText)[];
  /** Of which zones there are and what the files of all of them hold, see `digestOfAll`. */
  readonly text: string;
}

/** The facts as a text that is the same for the same zones: paths are seen from `base`, and no time has a part in it. What most zones share is left out. */
export function printFacts({ zones, pending, text }: ZoneFacts, base: string): string {
  const out = (file: string) => relative(resolve(base), resolve(file));
  const problem = ({ file, ...rest }: Problem) => ({ ...rest, file: out(file) });
  return JSON.stringify({
    text,
    zones: zones.map((zone): StoredZone => {
      const { origin, records, zonemd, files, journalNames, digest, soonestExpiry, warnings } = zone;
      const [file] = files;
      const isPlain = file !== undefined && isAlone(file, zone);
      return {
        ...{ origin, records, digest },
        ...(isPlain ? { file: out(file) } : { files: files.map(out), ...(journalNames && { journalNames }) }),
        ...(zonemd === "absent" ? {} : { zonemd }),
        ...(soonestExpiry === undefined ? {} : { soonestExpiry }),
        ...(warnings.length === 0 ? {} : { warnings: warnings.map(problem) }),
      };
    }),
    pending: pending.map(({ origin, file, files, digest }) => ({
      ...{ origin, file: out(file), files: files.map(out), digest },
    })),
  });
}

/** It has no more than its file, and the folder of its journal has nothing. */
function isAlone(file: string, { files, journalNames }: LoadedZone): boolean {
  return files.length === 2 && files[1] === journalFolderOf(file) && journalNames?.length === 0;
}

/** The facts that such a text tells, of zones that lie at `base` now. The text is one that `printFacts` made: its digest says so. */
export function readFacts(text: string, base: string): ZoneFacts & { readonly zones: readonly FreshZone[] } {
  const { text: digest, zones, pending } = JSON.parse(text) as StoredFacts; // see above
  const at = placesSeenFrom(base);
  return {
    text: digest,
    zones: zones.map((zone) => {
      const { origin, records, digest, soonestExpiry, warnings } = zone;
      const file = zone.file === undefined ? undefined : at(zone.file);
      return {
        ...{ origin, records, digest, soonestExpiry },
        zonemd: zone.zonemd ?? "absent",
        loadTime: 0,
        files: file === undefined ? zone.files!.map(at) : [file, journalFolderOf(file)], // there is one of them
        warnings: warnings?.map((problem) => ({ ...problem, file: at(problem.file) })) ?? NONE,
        journalNames: file === undefined ? zone.journalNames : NONE,
      };
    }),
    pending: pending.map(({ file, files, ...rest }) => ({ ...rest, file: at(file), files: files.map(at) })),
  };
}

/** Whoever has just made it says how long it took. */
export type FreshZone = LoadedZone & { loadTime: number };

const NONE: readonly never[] = [];

/** Gives where a file lies that is seen from `base`. Most files share their folder, which is looked at once. */
function placesSeenFrom(base: string): (file: string) => string {
  let folder: string | undefined;
  let place = "";
  return (file) => {
    const end = file.lastIndexOf("/") + 1;
    if (end === 0 && file.startsWith("..")) return join(base, file); // where folders end in another character
    const own = file.slice(0, end);
    if (own !== folder) {
      folder = own;
      place = join(base, own, "x").slice(0, -1);
    }
    return place + file.slice(end);
  };
}

/** From where paths are seen: the folder of zones, or that of the manifest. */
export function baseOf(path: string, isFolder: boolean): string {
  return isFolder ? path : resolve(dirname(path));
}

interface StoredFacts {
  readonly text: string;
  readonly zones: readonly StoredZone[];
  readonly pending: readonly StoredPending[];
}

type StoredZone = Pick<LoadedZone, "origin" | "records" | "digest" | "journalNames"> & {
  /** The one that it has, and an empty journal; or `files` say what it has. */
  readonly file?: string;
  readonly files?: readonly string[];
  readonly zonemd?: LoadedZone["zonemd"];
  readonly soonestExpiry?: number;
  readonly warnings?: readonly Problem[];
};

interface StoredPending extends ZoneText {
  readonly origin: Name;
  readonly file: string;
}
