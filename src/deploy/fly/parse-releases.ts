import type { Release } from "./fly.ts";
import { items, member, optionalText, readJson, wholeNumber } from "./shape.ts";

/** Reads what `flyctl releases --json` prints, the newest first. Its names begin in upper case. */
export function parseReleases(json: string): Release[] {
  return items(readJson("releases", json)).map((release) => ({
    version: wholeNumber(member(release, "Version")),
    status: optionalText(member(release, "Status")), // empty while nobody has begun with it
    image: optionalText(member(release, "ImageRef")), // a release that only changed secrets may have none
    createdAt: optionalText(member(release, "CreatedAt")),
  }));
}
