import { posix } from "node:path";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import type { FileEntry } from "../files/files.ts";
import { joinPath } from "../files/join-path.ts";
import { zoneName } from "./config/zone-name.ts";
import { compose } from "./yaml/compose.ts";
import { describe, entryOf, isNull, type Mapping, type Scalar, type YamlNode } from "./yaml/node.ts";
import { problemAt } from "./yaml/problem-at.ts";
import { type Reading, readSource, type SourceFile } from "./yaml/read-source.ts";
import { textOf } from "./yaml/source-text.ts";
import { isPartOfZone } from "./zone-paths.ts";

/** The files that several zones are made of. */
export interface Templates {
  /** As the user would type them. Such a file is no zone, whatever its name. */
  readonly paths: ReadonlySet<string>;
  /** The template of each zone that has one, by origin. */
  readonly zones: ReadonlyMap<Name, SourceFile>;
}

/** The key under which a template names its zones. */
const ZONES = "$zones";

/**
 * Finds the templates of a folder: what `from` names in the settings of a zone, and files that begin with `_`, or lie in
 * a folder that does, and have a list `$zones`.
 */
export async function readTemplates(
  folder: string,
  entries: readonly FileEntry[],
  config: SourceFile | undefined,
  reading: Reading,
): Promise<Templates> {
  const paths = new Set<string>();
  const zones = new Map<Name, SourceFile>();
  const files = new Map<string, SourceFile>();
  const read = async (path: string): Promise<SourceFile> => {
    const file = files.get(path) ?? (await readSource(path, reading));
    files.set(path, file);
    paths.add(path);
    return file;
  };
  const give = (origin: Name, at: Scalar, file: SourceFile) => {
    const before = zones.get(origin);
    if (before === undefined) zones.set(origin, file);
    else reading.report(twoTemplates(origin, at, before, file));
  };
  for (const { origin, from } of wantedIn(config)) {
    const path = pathOf(from, folder);
    if (path === undefined) reading.report(outside(from));
    else if ((await reading.files.realPath(path)) === undefined) {
      reading.report(missing(from, path));
      paths.add(path);
      zones.set(origin, { file: path, source: undefined, included: new Map() });
    } else give(origin, from, await read(path));
  }
  for (const path of await candidates(folder, entries, reading)) {
    const file = await read(path);
    if (file.source === undefined) continue;
    const { root } = compose(file.source, file.included);
    const list = root?.kind === "mapping" ? entryOf(root, ZONES) : undefined;
    if (list !== undefined) for (const [origin, at] of namesIn(list, reading.report)) give(origin, at, file);
  }
  return { paths, zones };
}

/** What `zones: {NAME: {from: PATH}}` says; what is wrong with the settings as such is told by their reader. */
function wantedIn(config: SourceFile | undefined): { readonly origin: Name; readonly from: Scalar }[] {
  if (config?.source?.text.includes("from") !== true) return [];
  const { root } = compose(config.source, config.included);
  const zones = root?.kind === "mapping" ? entryOf(root, "zones") : undefined;
  return (zones?.kind === "mapping" ? zones.entries : []).flatMap(({ key, value }) => {
    const origin = zoneName(key.text);
    const from = value.kind === "mapping" ? fromOf(value) : undefined;
    return origin === undefined || from === undefined ? [] : [{ origin, from }];
  });
}

function fromOf(settings: Mapping): Scalar | undefined {
  const from = entryOf(settings, "from");
  return from?.kind === "scalar" && !isNull(from) ? from : undefined;
}

function pathOf({ text }: Scalar, folder: string): string | undefined {
  if (text.startsWith("/") || text.startsWith("~") || text.includes("\0")) return undefined;
  const inside = posix.normalize(text);
  return inside.startsWith("..") ? undefined : joinPath(folder, inside);
}

/** Files that name zones of their own. */
async function candidates(
  folder: string,
  entries: readonly FileEntry[],
  { files }: Reading,
): Promise<string[]> {
  const paths: string[] = [];
  for (const { name, kind } of entries) {
    if (!name.startsWith("_")) continue;
    if (kind === "file" && isPartOfZone(name)) paths.push(joinPath(folder, name));
    if (kind !== "folder") continue;
    for (const inside of (await files.list(joinPath(folder, name))) ?? []) {
      const isFile = inside.kind === "file" && isPartOfZone(inside.name);
      if (isFile) paths.push(joinPath(joinPath(folder, name), inside.name));
    }
  }
  const found: string[] = [];
  for (const path of paths.sort()) {
    const bytes = await files.read(path).catch(() => undefined);
    if (bytes !== undefined && HAS_ZONES.test(textOf(bytes) ?? "")) found.push(path);
  }
  return found;
}

const HAS_ZONES = /^(?:\?[ \t]+)?["']?\$zones\b/m; // whether it is a key is found out by whoever composes the file

function namesIn(list: YamlNode, report: (problem: Problem) => void): [Name, Scalar][] {
  if (list.kind === "broken") return [];
  if (list.kind !== "sequence") {
    report(wrongKind(list, ZONES, "a list of zones"));
    return [];
  }
  const names = new Map<Name, Scalar>();
  for (const item of list.items) {
    if (item.kind === "broken") continue;
    const origin = item.kind === "scalar" ? zoneName(item.text) : undefined;
    if (item.kind !== "scalar" || origin === undefined) report(wrongKind(item, ZONES, "names of zones"));
    else if (names.has(origin)) report(twice(item));
    else names.set(keyOf(origin), item);
  }
  return [...names];
}

function wrongKind(node: YamlNode, what: string, expected: string): Problem {
  return problemAt(node, {
    rule: "wrong-kind",
    message: `${what} has ${describe(node)}; expected ${expected}`,
    help: "Write for example `$zones: [example.com, example.net]`.",
  });
}

function twice(item: Scalar): Problem {
  return problemAt(item, {
    rule: "duplicate-item",
    message: `${ZONES} has ${JSON.stringify(item.text)} twice`,
    help: "Write it once.",
  });
}

function twoTemplates(origin: Name, at: Scalar, before: SourceFile, file: SourceFile): Problem {
  return problemAt(at, {
    rule: "template-twice",
    message: `Zone ${printName(origin)} has two templates, ${before.file} and ${file.file}`,
    help: "A zone has one template. What else it has belongs into a file of its own.",
  });
}

function missing(from: Scalar, path: string): Problem {
  return problemAt(from, {
    rule: "template-missing",
    message: `There is no file ${JSON.stringify(path)}`,
    help: "Write the path of the template from the folder of the zones, as in `from: parked.yaml`.",
  });
}

function outside(from: Scalar): Problem {
  return problemAt(from, {
    rule: "include-escape",
    message: `The file ${JSON.stringify(from.text)} lies outside the zones' folder; expected a file within it`,
    help: "Move the template into the zones' folder.",
  });
}
