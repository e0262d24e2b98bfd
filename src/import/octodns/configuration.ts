import { posix } from "node:path";
import type { Position, Problem } from "../../../dns/problem.ts";
import type { Files } from "../../files/files.ts";
import { WorldError } from "../../files/world-error.ts";
import type { Report } from "../../zones/octodns/zone-reading.ts";
import { compose } from "../../zones/yaml/compose.ts";
import { type Entry, type Mapping, positionOf } from "../../zones/yaml/node.ts";
import { problemAt } from "../../zones/yaml/problem-at.ts";
import { readSource } from "../../zones/yaml/read-source.ts";
import { type Environment, type Given, givenBy, givenWithSecrets, mappingIn } from "./given.ts";
import { textsOf } from "./octodns-record.ts";
import { isTruthy } from "./python-value.ts";

/** octoDNS' configuration, its parts not yet looked into. */
export interface Configuration {
  readonly file: string;
  readonly providers: ReadonlyMap<string, Given>;
  readonly processors: ReadonlyMap<string, Given>;
  /** By their names as written, in their order. */
  readonly zones: readonly Given[];
  /** Processors of every zone, before and behind its own. */
  readonly before: readonly string[];
  readonly behind: readonly string[];
  /** What `manager: {auto_arpa: …}` gives; undefined when it is off. */
  readonly autoArpa: Given | undefined;
  /** Where a record about octoDNS' own run is asked for. */
  readonly includesMeta: Position | undefined;
  /** Keys that are about octoDNS' own run. */
  readonly unused: readonly string[];
}

/** Reads octoDNS' configuration; undefined, with the reasons told, when it says nothing that can be followed. */
export async function readConfiguration(
  file: string,
  files: Files,
  environment: Environment,
  report: Report,
): Promise<Configuration | undefined> {
  const within = await files.realPath(posix.dirname(file));
  if (within === undefined || (await files.realPath(file)) === undefined) {
    throw new WorldError(`Cannot read ${JSON.stringify(file)}: there is no such file`);
  }
  const source = await readSource(file, {
    files,
    within: await rootOf(within, files),
    report,
    cache: new Map(),
  });
  if (source.source === undefined) return undefined;
  const { root, problems } = compose(source.source, source.included);
  const isBroken = problems.length > 0;
  for (const problem of problems) report(problem);
  if (root?.kind !== "mapping") {
    if (!isBroken) report(noConfiguration(file));
    return undefined;
  }
  const manager = mappingIn(root, "manager", report);
  const given = givenBy("Key", "manager", manager ?? root, positionOf(manager ?? root));
  const key = (name: string) => (manager === undefined ? undefined : given.get(name));
  const handlers = new Set(entriesIn(root, "secret_handlers", report).map((entry) => entry.key.text));
  const withSecrets = (kind: string, { key: name, value }: Entry) =>
    givenWithSecrets(givenBy(kind, name.text, value, positionOf(name)), environment, handlers, report);
  const zones = entriesIn(root, "zones", report);
  if (zones.length === 0) report(noZones(root));
  return {
    file,
    providers: new Map(
      entriesIn(root, "providers", report).map((entry) => [entry.key.text, withSecrets("Provider", entry)]),
    ),
    processors: new Map(
      entriesIn(root, "processors", report).map((entry) => [entry.key.text, withSecrets("Processor", entry)]),
    ),
    zones: zones.map(({ key: name, value }) => givenBy("Zone", name.text, value, positionOf(name))),
    before: textsOf(key("processors")),
    behind: textsOf(key("post_processors")),
    autoArpa: isTruthy(key("auto_arpa")) ? autoArpaOf(manager!, given) : undefined,
    includesMeta: isTruthy(key("include_meta")) ? given.placeOf("include_meta") : undefined,
    unused: [
      ...root.entries.map((entry) => entry.key.text).filter((name) => !CONTENT.has(name)),
      ...(manager === undefined
        ? []
        : given.keys.filter((name) => !OF_MANAGER.has(name)).map((name) => `manager.${name}`)),
    ],
  };
}

const CONTENT = new Set(["manager", "providers", "processors", "zones", "secret_handlers"]);
const OF_MANAGER = new Set(["processors", "post_processors", "auto_arpa", "include_meta"]);

/** The working folder where the configuration lies in it: what it includes may lie anywhere in there. */
async function rootOf(folder: string, files: Files): Promise<string> {
  const here = await files.realPath(".");
  return here !== undefined && (folder === here || folder.startsWith(`${here.replace(/\/$/, "")}/`))
    ? here
    : folder;
}

function entriesIn(root: Mapping, key: string, report: Report): readonly Entry[] {
  return mappingIn(root, key, report)?.entries ?? [];
}

function autoArpaOf(manager: Mapping, given: Given): Given {
  const value = manager.entries.find((entry) => entry.key.text === "auto_arpa")!.value; // it is given
  return givenBy(
    "Key",
    "auto_arpa",
    value.kind === "mapping" ? value : { ...manager, entries: [] },
    given.placeOf("auto_arpa"),
  );
}

function noConfiguration(file: string): Problem {
  return {
    file,
    line: 1,
    column: 1,
    rule: "octodns-config",
    severity: "error",
    message: "This is no configuration of octoDNS: expected a mapping with providers and zones",
    help: "Name the file that octoDNS gets as --config-file.",
  };
}

function noZones(root: Mapping): Problem {
  return problemAt(root, {
    rule: "octodns-config",
    message: "The configuration has no zones",
    help: "Name the file that octoDNS gets as --config-file; it has `zones:` with the zones' names below it.",
  });
}
