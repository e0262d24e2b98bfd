import { join, posix } from "node:path";
import { isName, keyOf, type Name, parseName } from "../../dns/name.ts";
import { printProblem } from "../../dns/problem.ts";
import { decode } from "../../dns/records/index.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { goesOn, zoneNameOf } from "../../dns/zone-file/file-name.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { type ZonemdAlgorithm, zonemdDigest } from "../../dns/zonemd.ts";
import { policyIn } from "../dnssec/policy.ts";
import { lastReserved } from "../dnssec/served-serial.ts";
import type { FileEntry, Files } from "../files/files.ts";
import { WorldError } from "../files/world-error.ts";
import { HEAD_MARK } from "../render/zone-head.ts";
import type { Shown } from "../serial/shown.ts";
import { digestIn } from "./digest-in.ts";
import type { KnownZone, KnownZones } from "./known-zones.ts";
import { shownSignedRecords } from "./shown-signed.ts";

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

/** Reads a folder of zone files as what is published. Files that cannot be read whole stop the run, all of them at once. */
export async function publishedInFolder(folder: string, files: Files): Promise<KnownZones> {
  const known = new Map<Name, KnownZone>();
  const reasons: string[] = [];
  for (const rendered of await zoneFilesIn(folder, files)) {
    const file = join(folder, rendered.name);
    const { records, problems } = parseZoneFile({ file, bytes: rendered.bytes, ...originOf(rendered) });
    const soa = records.find(({ type }) => type === SOA);
    const isOurOwn = isOurs(rendered);
    if (!isOurOwn && FAILED_TRANSFER.test(Buffer.from(rendered.bytes).toString("latin1"))) {
      reasons.push(
        `${JSON.stringify(file)} has not the whole zone: dig wrote there that the transfer failed`,
      );
    } else if (problems.length > 0) {
      reasons.push(...problems.map(printProblem));
    } else if (soa === undefined) {
      reasons.push(`${JSON.stringify(file)} has no SOA record`);
    } else {
      const origin = soa.owner;
      const shown = [shownByFile(file, { origin, records }, isOurOwn)];
      const once = isOurOwn ? records : eachOnce(records);
      known.set(keyOf(origin), { origin, records: once, shown, isOurs: isOurOwn });
    }
  }
  if (reasons.length === 0) return known;
  throw new WorldError(
    `Cannot tell what is published from ${JSON.stringify(folder)}: ${reasons.join("\n")}\n` +
      "  Write the zone files there again, or remove them and tell their serials with --serial-above.",
  );
}

/** Without what stands again, as the SOA does at the end of a transfer (RFC 5936 §2.2). */
function eachOnce<R extends ZoneRecord>(records: readonly R[]): readonly R[] {
  const seen = new Set<string>();
  return records.filter(({ type, owner, rdata }) => {
    const before = seen.size;
    return seen.add(`${type} ${keyOf(owner)}${rdata}`).size > before;
  });
}

/** What dig writes behind the records that came, where the last one did not. */
const FAILED_TRANSFER = /^; Transfer failed\.$/m;

/** A file that somebody else wrote may leave its origin to its name. */
function originOf({ name }: RenderedFile): { readonly origin?: Name } {
  const origin = parseName(zoneNameOf(name.slice(0, -".zone".length)));
  return isName(origin) ? { origin } : {};
}

const SHA384: ZonemdAlgorithm = 1; // RFC 8976 §2.2.3

function shownByFile(by: string, zone: Zone, isOurOwn: boolean): Shown {
  const soa = zone.records.find(({ type }) => type === SOA)!;
  const rdata = decode(SOA, soa.rdata);
  if (rdata.type !== "SOA") throw new WorldError(`Cannot read the SOA of ${by}`);
  const { serial } = rdata;
  // Of a file of ours that was changed by hand the digest is still that of what was published. Another one, of a transfer
  // perhaps, holds what is published itself, whatever digest somebody once wrote there.
  const policy = policyIn(zone);
  if (policy !== undefined && !isOurOwn) return { by, ...shownSignedRecords(zone) };
  const digest = isOurOwn
    ? digestIn(zone.records, serial)
    : { algorithm: SHA384, digest: zonemdDigest(zone, SHA384) };
  const signed = policy === undefined ? {} : { signed: { last: lastReserved(serial, policy) } };
  return { by, kind: "serial", serial, ...signed, ...(digest !== undefined && { digest }) };
}
