import { keyOf, type Name } from "../../dns/name.ts";
import { isError, type Problem } from "../../dns/problem.ts";
import type { Files } from "../files/files.ts";
import type { ZoneConfig } from "../source/config.ts";
import type { SourceRecord } from "../source/source-zone.ts";
import { recordOf } from "../zones/keys/signed-zone.ts";
import { load, type Sources } from "../zones/load.ts";
import { configOf, keysOf } from "../zones/validate.ts";

/** What `_config.yaml` and `_keys.yaml` said at some commit. */
export interface PastSettings {
  readonly of: (origin: Name) => ZoneConfig;
  /** The record by which our nameservers signed a zone; undefined where they did not. */
  readonly signing: (origin: Name) => SourceRecord | undefined;
  /** Why they could not be read, so that no zone of that commit is known. */
  readonly problem?: Problem;
  /** The zones that are made of a template, and its path. */
  readonly templates: ReadonlyMap<Name, string>;
}

/**
 * Reads the settings of a commit.
 *
 * @param files without the files of zones
 * @param origins the zones that had files of their own
 */
export async function readSettingsAt(
  folder: string,
  files: Files,
  origins: readonly Name[],
): Promise<PastSettings> {
  const problems: Problem[] = [];
  const tell = (problem: Problem) => void problems.push(problem);
  const hasAny = (await files.list(folder)) !== undefined;
  const { config, keys, zones: made = [] }: Partial<Sources> = hasAny ? await load(folder, files) : {};
  const templates = new Map(made.map(({ origin, path }) => [origin, path]));
  const zones = [...new Set([...origins, ...templates.keys()])].map((origin) => ({
    origin,
    path: "",
    files: [],
  }));
  const settings = configOf(config, zones, tell);
  const placed = keysOf(keys, zones, tell);
  const known = new Map<Name, ZoneConfig>();
  const problem = problems.find(isError);
  return {
    of(origin) {
      const found = known.get(origin) ?? settings.of(origin);
      known.set(origin, found);
      return found;
    },
    signing(origin) {
      const found = placed.get(keyOf(origin));
      return found && recordOf(origin, found);
    },
    ...(problem !== undefined && { problem }),
    templates,
  };
}
