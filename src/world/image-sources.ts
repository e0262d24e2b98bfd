import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { WorldError } from "../world.ts";

/** What of ours goes into an image. */
export interface ImageSources {
  /** The server's bundle. */
  readonly bundle: string;
  readonly dockerfile: string;
}

/** Reads the server's bundle and our Dockerfile: beside this bundle, or in a clone of the repository in `dist`. */
export function imageSources(): ImageSources {
  const here = import.meta.url.endsWith(".ts") ? "../../dist/" : "./";
  return { bundle: read(`${here}server.js`), dockerfile: read(`${here}Dockerfile`) };
}

function read(relative: string): string {
  const path = fileURLToPath(new URL(relative, import.meta.url));
  if (existsSync(path)) return readFileSync(path, "utf8");
  throw new WorldError(
    `Cannot build an image: there is no ${path}; run npm run build in the clone of zonepipe`,
  );
}
