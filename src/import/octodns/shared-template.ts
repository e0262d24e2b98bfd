import { posix } from "node:path";
import { keyOf, type Name, printName } from "../../../dns/name.ts";
import type { Files } from "../../files/files.ts";
import { DEFAULT_CONFIG } from "../../source/config.ts";
import { readZoneFile } from "../../zones/octodns/read-zone-file.ts";
import { joinPlaces, type RrsetPlaces } from "../../zones/octodns/zone-reading.ts";
import { compose } from "../../zones/yaml/compose.ts";
import type { YamlNode } from "../../zones/yaml/node.ts";
import { decodeText, type SourceText, sourceText } from "../../zones/yaml/source-text.ts";
import { zoneWords } from "../../zones/zone-words.ts";
import type { Given } from "./given.ts";
import type { PopulatedZone } from "./populate.ts";
import { fillsIn, placeholdersOf } from "./processors/templating.ts";
import type { YamlSource } from "./yaml-source.ts";

/** A file that octoDNS adds to several zones (`shared_filename`), as a template of ours. */
export interface SharedTemplate {
  /** The path that it gets in our folder. */
  readonly path: string;
  readonly text: string;
  /** How many zones it makes. */
  readonly zones: number;
}

/**
 * The zones that octoDNS makes of one shared file and their own, by the template that says the same. A template is tried:
 * where it does not give what octoDNS has, for each of its zones, there is none, and the zones are written anew.
 */
export async function sharedTemplates(
  zones: readonly PopulatedZone[],
  files: Files,
  processors: ReadonlyMap<string, Given>,
): Promise<ReadonlyMap<PopulatedZone, SharedTemplate>> {
  const found = new Map<PopulatedZone, SharedTemplate>();
  for (const [path, members] of Map.groupBy(zones, (zone) => sharedFileOf(zone) ?? "")) {
    if (path === "" || members.length < 2) continue;
    const template = await templateOf(path, members, files, processors);
    if (template !== undefined) for (const member of members) found.set(member, template);
  }
  return found;
}

/** The zone without the file that a template stands for: its own files say the rest. */
export function withoutShared(populated: PopulatedZone): PopulatedZone {
  const read = populated.read.map(({ source, files }) => {
    const { sharedFilename: shared, ...provider } = source.provider;
    const own = files.files.filter((file) => file !== normalized(shared));
    return {
      source: { ...source, provider: { ...provider, sharedFilename: undefined } },
      files: { ...files, files: own },
    };
  });
  return { ...populated, read };
}

function sharedFileOf({ read }: PopulatedZone): string | undefined {
  const [first, ...others] = read.filter(({ files }) => files.files.length > 0);
  const shared = normalized(first?.source.provider.sharedFilename);
  if (first === undefined || others.length > 0 || shared === undefined) return undefined;
  return first.files.included.length > 0 ? undefined : posix.join(first.source.directory, shared);
}

function normalized(shared: string | undefined): string | undefined {
  return shared === undefined ? undefined : posix.normalize(shared);
}

async function templateOf(
  path: string,
  members: readonly PopulatedZone[],
  files: Files,
  processors: ReadonlyMap<string, Given>,
): Promise<SharedTemplate | undefined> {
  const source = await read(path, files);
  const changes = new Set(members.flatMap(({ zone }) => [...zone.changes]));
  const filling = [...processors].filter(([id]) => changes.delete(fillsIn(id))).map(([, given]) => given);
  if (source === undefined || changes.size > 0 || filling.length > 1) return undefined;
  const body = withOurPlaceholders(source, filling[0] && placeholdersOf(filling[0]));
  if (body === undefined) return undefined;
  const text = withZones(body, members);
  for (const member of members) if (!(await isSame(member, text, files))) return undefined;
  return { path: `_${posix.basename(path).replace(/^_+/, "")}`, text, zones: members.length };
}

async function read(path: string, files: Files): Promise<SourceText | undefined> {
  const source = decodeText(path, await files.read(path));
  return "rule" in source ? undefined : source;
}

/**
 * The text with our placeholders in the place of octoDNS', and every other brace of a value doubled; undefined where a
 * word stands that has no other here.
 *
 * @param words what octoDNS' words are here; undefined where it fills in none
 */
function withOurPlaceholders(
  source: SourceText,
  words: ReadonlyMap<string, string> | undefined,
): string | undefined {
  const { root } = compose(source, new Map());
  const pieces = new Map<number, { readonly end: number; readonly text: string }>();
  let isWhole = true;
  const visit = (node: YamlNode): void => {
    if (node.kind === "sequence") for (const item of node.items) visit(item);
    if (node.kind === "mapping")
      for (const { key, value } of node.entries) {
        visit(key);
        visit(value);
      }
    if (node.kind !== "scalar") return;
    let at = node.offset;
    for (const [token, word] of node.text.matchAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g)) {
      const start = source.text.indexOf(token, at);
      const text = ours(token, word, words);
      if (start === -1 || text === undefined) isWhole = false;
      else pieces.set(start, { end: start + token.length, text });
      at = start + token.length;
    }
  };
  if (root !== undefined) visit(root);
  if (!isWhole) return undefined;
  let text = "";
  let from = 0;
  for (const [start, piece] of [...pieces].sort(([a], [b]) => a - b)) {
    text += source.text.slice(from, start) + piece.text;
    from = piece.end;
  }
  return text + source.text.slice(from);
}

function ours(
  token: string,
  word: string | undefined,
  words: ReadonlyMap<string, string> | undefined,
): string | undefined {
  if (words === undefined) return token.replaceAll(/[{}]/g, "$&$&");
  return word === undefined ? token : words.get(word);
}

/** The text with the list of its zones, in front of the first name. */
function withZones(text: string, members: readonly PopulatedZone[]): string {
  const names = members.map(({ zone }) => printName(zone.origin).slice(0, -1));
  const list = names.map((name) => `  - ${/^[a-z][\w.-]*$/i.test(name) ? name : `'${name}'`}\n`).join("");
  const start = /^(?:(?:#.*|---[ \t]*)?\r?\n)*/.exec(text)?.[0] ?? "";
  return `${start}$zones:\n${list}${text.slice(start.length)}`;
}

/** The template and the zone's own files say what octoDNS has. */
async function isSame(populated: PopulatedZone, text: string, files: Files): Promise<boolean> {
  const { zone, read: sources } = populated;
  const { source, files: own } = withoutShared(populated).read.find(
    (_, at) => sources[at]!.files.files.length > 0,
  )!; // it has the shared file
  const texts = await Promise.all(own.files.map((file) => read(posix.join(source.directory, file), files)));
  const found = readTexts(zone.origin, [sourceText("", text), ...texts], source);
  const expected = [...zone.records.values()].flatMap(({ owner, ttl, rdata, flags, problems }) =>
    problems.length > 0 || flags.excluded.length > 0 || flags.included.length > 0
      ? ["refused"]
      : rdata.map(([type, octets]) => lineOf({ owner, type, ttl, rdata: octets })),
  );
  return (
    found !== undefined && found.size === new Set(expected).size && expected.every((line) => found.has(line))
  );
}

function readTexts(
  origin: Name,
  texts: readonly (SourceText | undefined)[],
  { provider: { defaultTtl, escapedSemicolons } }: YamlSource,
): ReadonlySet<string> | undefined {
  const config = { ...DEFAULT_CONFIG, defaultTtl, escapedSemicolons };
  const zone = zoneWords(origin);
  const lines = new Set<string>();
  let rrsets: RrsetPlaces = new Map();
  for (const [at, source] of texts.entries()) {
    const words = at === 0 ? { zone, own: zone } : { zone };
    const file = { file: "", source, included: new Map() };
    const { records, rrsets: more, complete, broken } = readZoneFile(file, origin, config, rrsets, words);
    if (!complete || broken.size > 0) return undefined;
    for (const record of records) lines.add(lineOf(record));
    rrsets = joinPlaces(rrsets, more);
  }
  return lines;
}

function lineOf({
  owner,
  type,
  ttl,
  rdata,
}: {
  owner: Name;
  type: number;
  ttl: number;
  rdata: string;
}): string {
  return `${ttl} ${type} ${keyOf(owner)} ${rdata}`;
}
