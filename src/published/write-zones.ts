import { join } from "node:path";
import { isName, keyOf, parseName } from "../../dns/name.ts";
import { keySignatureFileOf } from "../../dns/signing/key-signature-file.ts";
import { zoneNameOf } from "../../dns/zone-file/file-name.ts";
import { WorldError } from "../files/world-error.ts";
import { type JournalFile, journalFilesIn } from "../journal/journal-files.ts";
import { addressesFileName, type RenderedZone, zoneFileName } from "../render/render-zone.ts";
import type { World } from "../world.ts";
import { isOurs, zoneFilesIn } from "./in-folder.ts";

/**
 * Writes every zone file into the folder, and removes those of an earlier render whose zone is gone. A file that we
 * did not render is never touched. What leads to a zone is there before it and goes after it, so that whoever reads
 * meanwhile finds a journal of the zone that stands there.
 */
export async function writeZones(
  zones: readonly (RenderedZone & { readonly journal?: readonly JournalFile[] })[],
  out: string,
  world: World,
): Promise<void> {
  const wanted = new Map(zones.map((zone) => [zoneFileName(zone.origin), zone.text]));
  const journals = new Map(
    zones.flatMap(({ journal = [] }) => journal.map(({ name, text }) => [name, text] as const)),
  );
  const signatures = new Map(
    zones.flatMap(({ origin, keySignatures }) =>
      keySignatures === undefined ? [] : [[keySignatureFileOf(zoneFileName(origin)), keySignatures] as const],
    ),
  );
  const addresses = new Map(
    zones.flatMap(({ origin, addresses: text }) =>
      text === undefined ? [] : [[addressesFileName(origin), text] as const],
    ),
  );
  const present = await zoneFilesIn(out, world.files);
  for (const file of present) {
    if (wanted.has(file.name) && !isOurs(file)) {
      const path = JSON.stringify(join(out, file.name));
      throw new WorldError(`Cannot write ${path}: the file there was not rendered by zonepipe; move it away`);
    }
  }
  const ours = present.filter(isOurs);
  for (const [name, text] of [...journals, ...signatures, ...addresses, ...wanted]) {
    await world.output.write(join(out, name), text, "latin1");
  }
  for (const { name } of ours) if (!wanted.has(name)) await world.output.remove(join(out, name));
  const gone = ours.map(({ name }) => parseName(zoneNameOf(name.slice(0, -".zone".length)))).filter(isName);
  const origins = new Set([...zones.map(({ origin }) => origin), ...gone].map(keyOf));
  for (const origin of origins) {
    for (const beside of [keySignatureFileOf(zoneFileName(origin)), addressesFileName(origin)]) {
      const isThere = (await world.files.realPath(join(out, beside))) !== undefined;
      const isWanted = signatures.has(beside) || addresses.has(beside);
      if (isThere && !isWanted) await world.output.remove(join(out, beside));
    }
    for (const name of await journalFilesIn(out, origin, world.files)) {
      if (!journals.has(name)) await world.output.remove(join(out, name));
    }
  }
}
