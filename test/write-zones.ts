import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ZoneTexts } from "./serve-text.ts";

/** Writes zone files into a folder, and beside them the manifest that the server takes; gives its path. */
export function writeZones(folder: string, zones: ZoneTexts): string {
  const manifest: { [origin: string]: string } = {};
  for (const [origin, text] of Object.entries(zones)) {
    manifest[origin] = join(folder, `${origin}zone`);
    writeFileSync(manifest[origin], `$TTL 300\n${text}`, "latin1");
  }
  const path = join(folder, "manifest.json");
  writeFileSync(path, JSON.stringify(manifest));
  return path;
}
