import { parseServer } from "../commands/arguments.ts";
import { isObjectId } from "../object-id.ts";
import type { Nameserver } from "../verify/types.ts";
import { WorldError } from "../world.ts";

const MODES = ["plan", "comment", "deploy", "verify", "drift"] as const;

/** What the Action is to do. */
export type Mode = (typeof MODES)[number];

/** The inputs of action.yml, read. */
export interface Inputs {
  readonly mode: Mode;
  /** The folder of the zones, from the root of the repository. */
  readonly zones: string;
  /** Empty: those of `_config.yaml`. */
  readonly nameservers: readonly Nameserver[];
  readonly token: string;
  /** Undefined: the environment's, if it has one. */
  readonly flyToken: string | undefined;
  /** The commit to compare with, where the event does not tell. */
  readonly base: string | undefined;
  /** The folder that report and evidence are written into. */
  readonly reports: string;
}

/** Reads the inputs. One that cannot be read ends the run with exit code 2. */
export function readInputs(get: (name: string) => string): Inputs {
  const base = get("base");
  if (base !== "" && !isObjectId(base)) throw wrong("base", "a commit's full id", base);
  return {
    mode: modeOf(get("mode")),
    zones: folderOf(get("zones")),
    nameservers: get("nameservers")
      .split(/[\s,]+/)
      .filter((text) => text !== "")
      .flatMap(nameserverOf),
    token: get("github-token"),
    flyToken: get("fly-api-token") || undefined,
    base: base === "" ? undefined : base,
    reports: get("reports") || "zonepipe-report",
  };
}

function modeOf(text: string): Mode {
  const mode = MODES.find((known) => known === text);
  if (mode === undefined) throw wrong("mode", `one of ${MODES.join(", ")}`, text);
  return mode;
}

/** The same folder is read on the disk, in git and through GitHub: it has to lie in the repository. */
function folderOf(text: string): string {
  const folder = text.replace(/^(\.\/)+/, "").replace(/\/+$/, "") || "zones";
  const isInside = !folder.startsWith("/") && folder.split("/").every((part) => part !== ".." && part !== "");
  if (!isInside) throw wrong("zones", "a folder in the repository, as in zones", text);
  return folder;
}

function nameserverOf(text: string): Nameserver[] {
  try {
    return parseServer(text);
  } catch (error) {
    throw new WorldError(`Cannot read the input "nameservers". ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function wrong(name: string, expected: string, found: string): WorldError {
  return new WorldError(
    `Cannot read the input "${name}": it is ${JSON.stringify(found)}; expected ${expected}`,
  );
}
