import { dirname, join, relative, resolve } from "node:path";
import type { Name } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import type { LoadedZone } from "../zones/loaded-zone.ts";
import type { ZoneText } from "../zones/unchanged.ts";
import type { ZoneFile } from "../zones/zone-files.ts";

/** What is known of the zones of some tables beside what stands in these, wherever the zones lie. */
export interface ZoneFacts {
  readonly zones: readonly LoadedZone[];
  /** Zones that are to be signed. */
  readonly pending: readonly (ZoneFile & ZoneText)[];
  /** Of what the files of all of them hold, see `digestOfAll`. */
  readonly text: string;
}

/** The facts as a text that is the same for the same zones: paths are seen from `base`, and no time has a part in it. */
export function printFacts({ zones, pending, text }: ZoneFacts, base: string): string {
  const out = (file: string) => relative(resolve(base), resolve(file));
  const problem = ({ file, ...rest }: Problem) => ({ ...rest, file: out(file) });
  return JSON.stringify({
    text,
    zones: zones.map(
      ({ origin, records, zonemd, files, journalNames, digest, soonestExpiry, warnings }): StoredZone => ({
        ...{ origin, records, zonemd, files: files.map(out), digest },
        ...(journalNames && { journalNames }),
        ...(soonestExpiry === undefined ? {} : { soonestExpiry }),
        ...(warnings.length === 0 ? {} : { warnings: warnings.map(problem) }),
      }),
    ),
    pending: pending.map(({ origin, file, files, digest }) => ({
      ...{ origin, file: out(file), files: files.map(out), digest },
    })),
  });
}

/** The facts that such a text tells, of zones that lie at `base` now. The text is one that `printFacts` made: its digest says so. */
export function readFacts(text: string, base: string): ZoneFacts {
  const { text: digest, zones, pending } = JSON.parse(text) as StoredFacts; // see above
  const folder = join(base, "x").slice(0, -1);
  const at = (file: string) => (file.startsWith("..") ? join(base, file) : folder + file);
  return {
    text: digest,
    zones: zones.map(({ origin, records, zonemd, digest, journalNames, soonestExpiry, files, warnings }) => ({
      ...{ origin, records, zonemd, digest, soonestExpiry, loadTime: 0 },
      files: files.map(at),
      warnings: (warnings ?? []).map((problem) => ({ ...problem, file: at(problem.file) })),
      ...(journalNames && { journalNames }),
    })),
    pending: pending.map(({ file, files, ...rest }) => ({ ...rest, file: at(file), files: files.map(at) })),
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

type StoredZone = Pick<LoadedZone, "origin" | "records" | "zonemd" | "files" | "digest" | "journalNames"> & {
  readonly soonestExpiry?: number;
  readonly warnings?: readonly Problem[];
};

interface StoredPending extends ZoneText {
  readonly origin: Name;
  readonly file: string;
}
