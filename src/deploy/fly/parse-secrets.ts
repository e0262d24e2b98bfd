import { items, member, readJson, text } from "./shape.ts";

/** Reads the names in what `flyctl secrets list --json` prints; its versions spell the member in both ways. */
export function parseSecrets(json: string): string[] {
  return items(readJson("secrets list", json)).map((item) => {
    const lower = member(item, "name");
    return text(lower.value === undefined ? member(item, "Name") : lower);
  });
}
