import { join } from "node:path";
import { WorldError } from "../files/world-error.ts";
import { type RenderedZone, zoneFileName } from "../render/render-zone.ts";
import type { World } from "../world.ts";
import { isOurs, zoneFilesIn } from "./in-folder.ts";

/**
 * Writes every zone file into the folder, and removes those of an earlier render whose zone is gone. A file that we
 * did not render is never touched.
 */
export async function writeZones(zones: readonly RenderedZone[], out: string, world: World): Promise<void> {
  const wanted = new Map(zones.map((zone) => [zoneFileName(zone.origin), zone.text]));
  const present = await zoneFilesIn(out, world.files);
  for (const file of present) {
    if (wanted.has(file.name) && !isOurs(file)) {
      const path = JSON.stringify(join(out, file.name));
      throw new WorldError(`Cannot write ${path}: the file there was not rendered by zonepipe; move it away`);
    }
  }
  for (const [name, text] of wanted) await world.output.write(join(out, name), text, "latin1");
  for (const file of present) {
    if (!wanted.has(file.name) && isOurs(file)) await world.output.remove(join(out, file.name));
  }
}
