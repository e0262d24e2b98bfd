import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { playgroundPage } from "./playground-page.ts";

const BUILD = join(import.meta.dirname, "../build");

const page = await playgroundPage();
mkdirSync(BUILD, { recursive: true });
writeFileSync(join(BUILD, "playground.html"), page);
const size = Math.round(Buffer.byteLength(page) / 1000);
console.log(`${relative(process.cwd(), join(BUILD, "playground.html"))}: ${size} kB`);
