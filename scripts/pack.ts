import { join } from "node:path";
import { BUNDLES, copyCompanions, writeBundle } from "./bundle.ts";
import { writeDnsLibrary } from "./dns-library.ts";
import { writePackage } from "./package.ts";

const ROOT = join(import.meta.dirname, "..");
const DIST = join(ROOT, "dist");

for (const bundle of BUNDLES) await writeBundle(bundle, DIST);
await writeDnsLibrary(DIST);
copyCompanions(DIST);
console.log(writePackage(DIST, join(ROOT, "build")));
