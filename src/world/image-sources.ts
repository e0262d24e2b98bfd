import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { WorldError } from "../files/world-error.ts";

/** What of ours goes into an image lies beside this bundle, or in a clone of the repository in `dist`. */
const HERE = import.meta.url.endsWith(".ts") ? "../../dist/" : "./";

/** The server's bundle. */
export function serverBundle(): string {
  return read("server.js");
}

/** Our Dockerfile. */
export function ourDockerfile(): string {
  return read("Dockerfile");
}

function read(name: string): string {
  const path = fileURLToPath(new URL(HERE + name, import.meta.url));
  if (existsSync(path)) return readFileSync(path, "utf8");
  throw new WorldError(
    `Cannot build an image: there is no ${path}; run npm run build in the clone of zonepipe`,
  );
}
