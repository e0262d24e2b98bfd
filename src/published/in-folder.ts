import { join, posix } from "node:path";
import { isName, keyOf, type Name, parseName } from "../../dns/name.ts";
import { printProblem } from "../../dns/problem.ts";
import { decode } from "../../dns/records/index.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { Zone } from "../../dns/zone.ts";
import { goesOn, zoneNameOf } from "../../dns/zone-file/file-name.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import type { FileEntry, Files } from "../files/files.ts";
import { WorldError } from "../files/world-error.ts";
import { HEAD_MARK } from "../render/zone-head.ts";
import type { Shown } from "../serial/shown.ts";
import type { KnownZone, KnownZones } from "./known-zones.ts";
import { digestIn } from "./shown-by-nameserver.ts";

/** A zone file in a folder of rendered files. */
export interface RenderedFile {
  /** The file's path below the folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The zone files in a folder; none when there is no such folder. */
export async function zoneFilesIn(folder: string, files: Files, below = ""): Promise<RenderedFile[]> {
  const entries = (await files.list(join(folder, below))) ?? [];
  const found = entries.map(async ({ kind, name }): Promise<RenderedFile[]> => {
    const path = posix.join(below, name);
    if (kind === "folder" && goesOn(name)) return await zoneFilesIn(folder, files, path);
    if (!isZoneFile({ kind, name })) return [];
    return [{ name: path, bytes: await files.read(join(folder, path)) }];
  });
  return (await Promise.all(found)).flat();
}

/**
 * Stops where a folder that somebody names as what is published cannot be it: every zone would pass for one that was
 * never published, and get a serial that starts again. A folder with nothing in it says so itself.
 */
export async function demandZoneFiles(folder: string, files: Files): Promise<void> {
  const entries = await files.list(folder);
  const quoted = JSON.stringify(folder);
  if (entries === undefined) {
    const isThere = (await files.realPath(folder)) !== undefined;
    throw noZoneFiles(isThere ? `${quoted} is no folder` : `there is no folder ${quoted}`);
  }
  const mayHaveZones = (entry: FileEntry) => isZoneFile(entry) || goesOn(entry.name);
  if (entries.length > 0 && !entries.some(mayHaveZones))
    throw noZoneFiles(`no file in ${quoted} ends with .zone`);
}

function noZoneFiles(reason: string): WorldError {
  return new WorldError(
    `Cannot tell what is published: ${reason}\n` +
      "  Name with --published a folder that `zonepipe render --out` wrote, or leave --published out.",
  );
}

function isZoneFile({ kind, name }: FileEntry): boolean {
  return kind === "file" && name.endsWith(".zone");
}

/** The file begins with our mark: we rendered it, and may replace or remove it. */
export function isOurs({ bytes }: RenderedFile): boolean {
  return HEAD_MARK.test(Buffer.from(bytes.subarray(0, 400)).toString("latin1"));
}

/** Reads a folder of rendered zone files as what is published. A file that cannot be read stops the run. */
export async function publishedInFolder(folder: string, files: Files): Promise<KnownZones> {
  const known = new Map<Name, KnownZone>();
  for (const rendered of await zoneFilesIn(folder, files)) {
    const file = join(folder, rendered.name);
    const { records, problems } = parseZoneFile({ file, bytes: rendered.bytes, ...originOf(rendered) });
    const soa = records.find(({ type }) => type === SOA);
    if (problems[0] !== undefined || soa === undefined) {
      const reason = problems[0] === undefined ? `${file} has no SOA` : printProblem(problems[0]);
      throw new WorldError(
        `Cannot tell what is published from ${JSON.stringify(folder)}: ${reason}\n` +
          "  Render into another folder, or remove the file and tell its serial with --serial-above.",
      );
    }
    const origin = soa.owner;
    const shown = [shownByFile(file, { origin, records })];
    known.set(keyOf(origin), { origin, records, shown, isOurs: isOurs(rendered) });
  }
  return known;
}

/** A file that somebody else wrote may leave its origin to its name. */
function originOf({ name }: RenderedFile): { readonly origin?: Name } {
  const origin = parseName(zoneNameOf(name.slice(0, -".zone".length)));
  return isName(origin) ? { origin } : {};
}

function shownByFile(by: string, zone: Zone): Shown {
  const soa = zone.records.find(({ type }) => type === SOA)!;
  const rdata = decode(SOA, soa.rdata);
  if (rdata.type !== "SOA") throw new WorldError(`Cannot read the SOA of ${by}`);
  const { serial } = rdata;
  // Of a file that was changed by hand the digest is still that of what was published, so it need not be made again.
  const digest = digestIn(zone.records, serial);
  return digest === undefined ? { by, kind: "serial", serial } : { by, kind: "serial", serial, digest };
}
