import { keyOf, type Name } from "../../dns/name.ts";
import { greatestTtl } from "../dnssec/greatest-ttl.ts";
import type { KeyLooks } from "../dnssec/key-looks.ts";
import { type LooksByZone, parseLooks } from "../dnssec/looks-file.ts";
import type { KeyTask } from "../dnssec/take-step.ts";
import type { ZoneKeys } from "../dnssec/zone-keys.ts";
import type { Files } from "../files/files.ts";
import { WorldError } from "../files/world-error.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { World } from "../world.ts";
import { load } from "../zones/load.ts";
import { readZones } from "../zones/validate.ts";
import type { Signing } from "./dnssec-signing.ts";

/** What a command goes by that changes keys: undefined where nobody can tell what was looked at. */
export type LooksOf = ((zone: Name) => KeyLooks) | undefined;

/** What a step of a zone's keys depends on. Without looks nothing counts as seen. */
export function taskOf(
  { origin }: Signing,
  keys: ZoneKeys,
  zone: Pick<SourceZone, "records">,
  looksOf: LooksOf,
  now: Date,
): KeyTask {
  const looks = looksOf?.(keyOf(origin)) ?? {};
  return { origin, zone: keys, looks, ttl: greatestTtl(zone.records), now };
}

/** A zone as it stands in its files. */
export async function zoneIn(
  folder: string,
  { origin, name }: Signing,
  { files }: Pick<World, "files">,
): Promise<SourceZone> {
  const { zones } = readZones(await load(folder, files), (each) => keyOf(each) === keyOf(origin));
  const [read] = zones;
  if (read === undefined) throw new WorldError(`Cannot read the zone ${name}; \`zonepipe check\` says why`);
  return read.zone;
}

/** What a file says was looked at; nothing where there is no such file yet. */
export async function readLooks(path: string, files: Files): Promise<LooksByZone> {
  if ((await files.realPath(path)) === undefined) return new Map();
  const looks = parseLooks(Buffer.from(await files.read(path)).toString("utf8"));
  if (looks !== undefined) return looks;
  throw new WorldError(
    `Cannot go by what was looked at: ${JSON.stringify(path)} is not what \`zonepipe dnssec look\` writes; name another file`,
  );
}
