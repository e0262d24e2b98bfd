import { rmSync } from "node:fs";
import { join, relative } from "node:path";
import { BUNDLES, copyCompanions, writeBundle } from "./bundle.ts";
import { writeDnsLibrary } from "./dns-library.ts";

const DIST = join(import.meta.dirname, "..", "dist");

rmSync(DIST, { recursive: true, force: true });
for (const bundle of BUNDLES) {
  const octets = await writeBundle(bundle, DIST);
  console.log(`${relative(process.cwd(), join(DIST, bundle.file))}: ${Math.round(octets / 1000)} kB`);
}
console.log(`dist/dns.js: ${Math.round((await writeDnsLibrary(DIST)) / 1000)} kB`);
copyCompanions(DIST);
