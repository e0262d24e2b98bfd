import { isAtOrBelow, keyOf, type Name, parentOf } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import { type TreeEntry, treeFiles } from "../files/tree-files.ts";
import { zoneOfPath } from "../zones/zone-paths.ts";
import type { PastChange, PastHistory } from "./history.ts";
import { pastContents } from "./past-contents.ts";
import { type PastSettings, readSettingsAt } from "./past-settings.ts";
import { type Reader, type RoleOf, zoneReader } from "./read-past-zone.ts";
import type { ZoneContent } from "./zone-content.ts";

/** What the zones of one moment have to say of a name. */
export type Looked =
  /** It lies in none of them. */
  | { readonly kind: "outside" }
  /** Its zone could not be read: the first reason. */
  | { readonly kind: "unread"; readonly origin: Name; readonly problem: Problem }
  | { readonly kind: "zone"; readonly origin: Name; readonly content: ZoneContent };

/** The zones' folder at one commit after the other. */
export interface PastZones {
  /** Goes on to the next commit. */
  readonly apply: (changed: readonly PastChange[]) => void;
  /** The zone of a name as it is now, the one with the longest origin; it is read when somebody looks. */
  readonly look: (name: Name) => Promise<Looked>;
  /** What was changed may have to do with these names, which were looked at. */
  readonly concerns: (changed: readonly PastChange[], names: readonly Name[]) => boolean;
}

/** Begins before the first commit of a history, with nothing. */
export function pastZones(folder: string, history: PastHistory): PastZones {
  const contents = pastContents(history);
  const roleOf = rolesIn(folder);
  const shared = new Map<string, TreeEntry>(); // what belongs to no zone: settings, and what may be included
  const zones = new Map<Name, Map<string, TreeEntry>>();
  const readers = new Map<Name, Reader>();
  let settings: Promise<PastSettings> | undefined;
  const templates = new Set<string>(); // paths of all that there were
  let hasMade = false; // a zone was looked at that is made of all others

  const put = (own: Map<string, TreeEntry>, { path, after }: PastChange) => {
    if (after === undefined) own.delete(path);
    else own.set(path, after);
  };
  return {
    apply(changed) {
      for (const change of changed) {
        const origin = roleOf(change.path)?.origin;
        if (origin === undefined) {
          put(shared, change);
          settings = undefined;
          continue;
        }
        const own = zones.get(origin) ?? new Map<string, TreeEntry>();
        // The settings are judged by the names of the zones, too.
        if (own.size === 0) settings = undefined;
        zones.set(origin, own);
        put(own, change);
        if (own.size > 0) continue;
        zones.delete(origin);
        settings = undefined;
      }
    },
    async look(name) {
      settings ??= treeFiles(folder, [...shared.values()], contents).then((files) =>
        readSettingsAt(folder, files, [...zones.keys()]),
      );
      const current = await settings;
      const paths = new Set(current.templates.values());
      for (const path of paths) templates.add(path);
      const withOwn = withoutTemplates(zones, paths, roleOf);
      const origins = new Set([...withOwn.keys(), ...current.templates.keys()]);
      const origin = originOf(origins, name);
      if (origin === undefined) return { kind: "outside" };
      if (current.problem !== undefined) return { kind: "unread", origin, problem: current.problem };
      const own = [...(withOwn.get(origin)?.values() ?? [])].sort((a, b) => (a.path < b.path ? -1 : 1));
      const reader = readers.get(origin) ?? zoneReader(folder, origin, contents, roleOf);
      readers.set(origin, reader);
      const ofTemplates = [...paths].flatMap((path) => {
        const named = roleOf(path)?.origin;
        return (named === undefined ? undefined : zones.get(named)?.get(path)) ?? [];
      });
      const isMade = current.of(origin).reverse === "auto";
      hasMade ||= isMade;
      const elsewhere = isMade ? everythingBut(origin, shared, zones, own) : [];
      const read = await reader({
        own,
        others: isMade ? elsewhere : [...shared.values(), ...ofTemplates],
        isOfOthers: isMade || current.templates.has(origin),
        settings: current,
        origins: [...origins],
      });
      return "problem" in read
        ? { kind: "unread", origin, problem: read.problem }
        : { kind: "zone", origin, content: read };
    },
    concerns: (changed, names) =>
      (hasMade && names.some((name) => isAtOrBelow(name, ARPA))) ||
      changed.some(({ path }) => {
        const origin = templates.has(path) ? undefined : roleOf(path)?.origin;
        return origin === undefined || names.some((name) => isAtOrBelow(name, origin));
      }),
  };
}

const ARPA = "\x04arpa\0" as Name; // in wire form

/** All files but those of one zone. */
function everythingBut(
  zone: Name,
  shared: ReadonlyMap<string, TreeEntry>,
  zones: Zones,
  own: readonly TreeEntry[],
): TreeEntry[] {
  const files = [...zones].flatMap(([origin, each]) => (origin === zone ? [] : [...each.values()]));
  return [...shared.values(), ...files].filter((entry) => !own.includes(entry));
}

function rolesIn(folder: string): RoleOf {
  const known = new Map<string, ReturnType<typeof zoneOfPath>>();
  const start = folder === "." ? 0 : folder.length + 1;
  return (path) => {
    if (known.has(path)) return known.get(path);
    const role = zoneOfPath(path.slice(start));
    known.set(path, role);
    return role;
  };
}

/** Zones with the files of their own, but for the paths of templates, which may be named as zones are. */
function withoutTemplates(zones: Zones, paths: ReadonlySet<string>, roleOf: RoleOf): Zones {
  if (paths.size === 0) return zones;
  const left = new Map(zones);
  for (const path of paths) {
    const origin = roleOf(path)?.origin;
    const files = origin === undefined ? undefined : left.get(origin);
    if (origin === undefined || files === undefined) continue;
    const own = new Map([...files].filter(([each]) => each !== path));
    if (own.size > 0) left.set(origin, own);
    else left.delete(origin);
  }
  return left;
}

type Zones = ReadonlyMap<Name, ReadonlyMap<string, TreeEntry>>;

function originOf(zones: ReadonlySet<Name>, name: Name): Name | undefined {
  for (let at = keyOf(name); ; at = parentOf(at)) {
    if (zones.has(at)) return at;
    if (parentOf(at) === at) return undefined;
  }
}
