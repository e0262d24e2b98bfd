import { keyOf, labelsOf, type Name, ROOT } from "../name.ts";

/**
 * The path of a zone's file below the folder of zones, without the file's ending: the name without its final dot, as in
 * `example.com`. It is the same for equal names, another for any other name, and never leaves the folder:
 *
 * - an octet that is no lower-case letter, digit, `-` or `_` is `%` and two hexadecimal digits, as in URLs (RFC 3986 §2.1):
 *   `0%2F25.2.0.192.in-addr.arpa`; so is a `_` at the beginning, for what begins with `_` is no zone
 * - the root zone is `@`
 * - what is too long for a file's name goes on in folders whose names end in `%`
 */
export function zonePath(origin: Name): string {
  const key = keyOf(origin);
  if (key === ROOT) return "@";
  const parts: string[] = [];
  let rest = withoutUnderscore(labelsOf(key).map(escapeLabel).join("."));
  while (rest.length > LONGEST) {
    let end = LONGEST;
    while (rest[end] === "." || rest[end - 1] === "%" || rest[end - 2] === "%") end -= 1;
    parts.push(`${rest.slice(0, end)}${GOES_ON}`);
    rest = withoutUnderscore(rest.slice(end));
  }
  return [...parts, rest].join("/");
}

/** Characters of one part of a path. File systems take 255 octets, of which endings and temporary files need some. */
const LONGEST = 200;

/** At the end of a folder's name: the zone's name goes on inside. */
const GOES_ON = "%";

function escapeLabel(label: string): string {
  return label.replace(/[^a-z0-9_-]/g, escaped);
}

function withoutUnderscore(part: string): string {
  return part.startsWith("_") ? `${escaped("_")}${part.slice(1)}` : part;
}

function escaped(octet: string): string {
  return `%${octet.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

/**
 * The name that a path stands for, in presentation form and with its final dot, for `parseName`: the way back from
 * `zonePath`. What `zonePath` would write otherwise is read all the same: capitals, `\DDD`, a final dot.
 */
export function zoneNameOf(path: string): string {
  const name = path
    .split(`${GOES_ON}/`)
    .join("")
    .replace(
      /%([0-9a-f]{2})/gi,
      (_, digits: string) => `\\${String(Number.parseInt(digits, 16)).padStart(3, "0")}`,
    );
  if (name === "@" || name === "" || name === ".") return ".";
  return name.endsWith(".") ? name : `${name}.`;
}

/** A folder of this name holds the rest of zones' names, see `zonePath`. */
export function goesOn(folder: string): boolean {
  return folder.length > GOES_ON.length && folder.endsWith(GOES_ON);
}

/** What the name of the file ends in that has the addresses of ALIAS targets, beside the zone file of the same path. */
export const ADDRESSES_SUFFIX = ".addresses";
