import type { Name } from "../../dns/name.ts";
import { isError, type Problem } from "../../dns/problem.ts";
import type { Files } from "../files/files.ts";
import type { ZoneConfig } from "../source/config.ts";
import { load } from "../zones/load.ts";
import { configOf } from "../zones/validate.ts";

/** What `_config.yaml` said at some commit. */
export interface PastSettings {
  readonly of: (origin: Name) => ZoneConfig;
  /** Why it could not be read, so that no zone of that commit is known. */
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
  const { config, zones: made } = hasAny ? await load(folder, files) : { config: undefined, zones: [] };
  const templates = new Map(made.map(({ origin, path }) => [origin, path]));
  const zones = [...new Set([...origins, ...templates.keys()])].map((origin) => ({
    origin,
    path: "",
    files: [],
  }));
  const settings = configOf(config, zones, tell);
  const known = new Map<Name, ZoneConfig>();
  const problem = problems.find(isError);
  return {
    of(origin) {
      const found = known.get(origin) ?? settings.of(origin);
      known.set(origin, found);
      return found;
    },
    ...(problem !== undefined && { problem }),
    templates,
  };
}
