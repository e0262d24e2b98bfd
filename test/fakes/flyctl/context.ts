import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renderZone } from "../../../src/render/render-zone.ts";
import { zoneOf } from "../../zone-text.ts";

/**
 * Writes a folder that an image can be built from: our Dockerfile and server, and example.com with this serial and this address of its
 * `www`. Gives its path.
 */
export function writeContext(parent: string, bundles: string, serial: number, address = "192.0.2.1"): string {
  const folder = mkdtempSync(join(parent, "context-"));
  mkdirSync(join(folder, "zones"));
  cpSync(join(bundles, "server.js"), join(folder, "server.js"));
  cpSync(join(import.meta.dirname, "../../../Dockerfile"), join(folder, "Dockerfile"));
  const digest = `sha256:${"0a".repeat(32)}`;
  writeFileSync(join(folder, "build.json"), JSON.stringify({ commit: null, inputs: digest, zones: digest }));
  const zone = zoneOf(
    "example.com.",
    `@ SOA ns1 hostmaster 1 7200 3600 1209600 300\n@ NS ns1\nns1 A 192.0.2.53\nwww A ${address}\n`,
  );
  writeFileSync(join(folder, "zones", "example.com.zone"), renderZone(zone, serial).text, "latin1");
  return folder;
}
