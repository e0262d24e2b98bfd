import { member, readJson, textLike } from "./shape.ts";

/** Reads what `flyctl version --json` prints; gives for example `0.4.87`. */
export function parseVersion(json: string): string {
  const version = member(readJson("version", json), "Version");
  return textLike(version, /^v?[0-9]+\.[0-9]+\.[0-9]+/, "a version such as 0.4.87").replace(/^v/, "");
}
