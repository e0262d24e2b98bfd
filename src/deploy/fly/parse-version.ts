import { member, readJson, textLike, wholeNumber } from "./shape.ts";

/** Reads what `flyctl version --json` prints, in words or in parts; gives for example `0.4.87`. */
export function parseVersion(json: string): string {
  const version = member(readJson("version", json), "Version");
  if (typeof version.value === "object") {
    return ["Major", "Minor", "Patch"].map((part) => wholeNumber(member(version, part))).join(".");
  }
  return textLike(version, /^v?[0-9]+\.[0-9]+\.[0-9]+/, "a version such as 0.4.87").replace(/^v/, "");
}
