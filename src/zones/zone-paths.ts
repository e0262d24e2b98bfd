import type { Name } from "../../dns/name.ts";
import { goesOn } from "../../dns/zone-file/file-name.ts";
import type { FileEntry } from "../files/files.ts";
import { zoneOrigin } from "./load-zone-name.ts";

/** The zone that a file or folder is named after, without the final dot; undefined when it is no zone. */
export function zoneNameOf({ name, kind }: FileEntry): string | undefined {
  if (NO_ZONE.test(name)) return undefined;
  if (kind === "file" && name.endsWith(".yaml")) return name.slice(0, -".yaml".length);
  if (kind === "folder" && name.endsWith(".")) return name.slice(0, -1);
  return undefined;
}

/** What so begins is no zone. */
export const NO_ZONE = /^[_.$]/;

/** A file of this name in a zone's folder has records of the zone. */
export function isPartOfZone(name: string): boolean {
  // octoDNS may write the zone's own name into `.yaml`; what else begins with a dot is an editor's or a system's.
  return name === ".yaml" || (name.endsWith(".yaml") && !name.startsWith("."));
}

/**
 * The zone that a file belongs to, and how its name is written there; undefined where it is none's.
 *
 * @param path from the folder of the zones
 */
export function zoneOfPath(path: string): { readonly origin: Name; readonly written: string } | undefined {
  const parts = path.split("/");
  let before = ""; // folders in which a long name goes on
  while (parts.length > 1 && goesOn(parts[0]!) && !NO_ZONE.test(parts[0]!)) before += `${parts.shift()!}/`;
  const [first, part, ...deeper] = parts;
  if (deeper.length > 0 || (part !== undefined && !isPartOfZone(part))) return undefined;
  const written = zoneNameOf({ name: before + first!, kind: part === undefined ? "file" : "folder" });
  const origin = written === undefined ? undefined : zoneOrigin(written);
  return typeof origin === "string" ? { origin, written: written! } : undefined;
}
