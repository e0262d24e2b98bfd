import { posix } from "node:path";
import { isName, keyOf, type Name, parseName, printName } from "../../dns/name.ts";
import type { Problem } from "../../dns/problem.ts";
import { SOA } from "../../dns/type-numbers.ts";
import { includeFiles } from "../../dns/zone-file/include-files.ts";
import { type ParsedRecord, parseZoneFile } from "../../dns/zone-file/parse.ts";
import type { Files } from "../files/files.ts";
import { WorldError } from "../files/world-error.ts";
import type { CommentsByFile } from "./attach-comments.ts";
import { type NamedZone, readNamedConf } from "./bind/named-conf.ts";
import { commentsIn } from "./comments.ts";
import type { LeftOut } from "./import-zone.ts";

/** A zone as its zone file has it. */
export interface FoundZone {
  readonly origin: Name;
  readonly records: readonly ParsedRecord[];
  readonly comments: CommentsByFile;
}

/** Zones that were found, what keeps others from being taken over, and what was passed over. */
export interface FoundZones {
  readonly zones: readonly FoundZone[];
  readonly problems: readonly Problem[];
  readonly left: readonly LeftOut[];
}

/**
 * The zones of a zone file, or of a folder of zone files. A zone is named by the SOA in its file; where that is written
 * relative, by `origin`, or else by the file's name.
 */
export async function findZones(path: string, origin: Name | undefined, files: Files): Promise<FoundZones> {
  const entries = await files.list(path);
  if (entries === undefined)
    return gather([await readOne(path, origin ?? originOfFile(path), files, origin)]);
  const names = entries.filter(
    ({ kind, name }) => kind === "file" && !/^\.|~$|\.(jnl|jbk|bak|swp|raw)$/.test(name),
  );
  if (names.length === 0) throw new WorldError(`Cannot import: there is no file in ${JSON.stringify(path)}`);
  const read = [];
  for (const { name } of names.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = posix.join(path, name);
    read.push(await readOne(file, originOfFile(file), files));
  }
  return gather(read);
}

/** The zones of which BIND is the primary server, as its named.conf says. */
export async function findNamedZones(file: string, files: Files): Promise<FoundZones> {
  const conf = await readNamedConf(file, await textOf(file, files), async (path) => {
    if ((await files.realPath(path)) === undefined) return { refused: "there is no such file" };
    return { file: path, text: await textOf(path, files) };
  });
  const left: LeftOut[] = [];
  const problems = [...conf.problems];
  const read: ReadFile[] = [];
  const seen = new Map<Name, NamedZone>();
  for (const zone of conf.zones) {
    const origin = parseName(zone.name.endsWith(".") ? zone.name : `${zone.name}.`);
    const why = isName(origin) ? whyLeft(origin, zone) : origin.message;
    if (!isName(origin) || why !== undefined) {
      left.push({ what: `zone ${zone.name}`, why: why ?? "its name is none" });
      continue;
    }
    const other = seen.get(keyOf(origin));
    seen.set(keyOf(origin), zone);
    if (other !== undefined) problems.push(inTwoViews(zone, other));
    else if ((await files.realPath(zone.file!)) === undefined) problems.push(noFile(zone));
    else read.push(await readOne(zone.file!, origin, files));
  }
  const found = gather(read);
  return {
    zones: found.zones,
    problems: [...problems, ...found.problems],
    left: [...left, ...found.left],
  };
}

async function textOf(file: string, files: Files): Promise<string> {
  return Buffer.from(await files.read(file)).toString("utf8");
}

/** Why a zone of a named.conf is not for us; undefined where it is. */
function whyLeft(origin: Name, { type, file }: NamedZone): string | undefined {
  if (LOCAL.includes(keyOf(origin))) return "every resolver has this zone for itself (RFC 6303 §4)";
  if (type !== "primary") return `it is of type ${type ?? "none"}; import it where it is primary`;
  return file === undefined ? "it has no file" : undefined;
}

const LOCAL = ["localhost.", "0.in-addr.arpa.", "127.in-addr.arpa.", "255.in-addr.arpa."].map(
  (name) => parseName(name) as Name, // right as they stand
);

function inTwoViews({ name, view, at }: NamedZone, other: NamedZone): Problem {
  const there = other.view === undefined ? "" : `, in view ${JSON.stringify(other.view)}`;
  return {
    ...at,
    severity: "error",
    rule: "zone-twice",
    message: `Zone ${name}${view === undefined ? "" : ` in view ${JSON.stringify(view)}`} stands in ${other.at.file}:${other.at.line} already${there}`,
    help: "Every client gets the same answer here: import the file of one of them with --zone-file.",
  };
}

function noFile({ name, file, at }: NamedZone): Problem {
  return {
    ...at,
    severity: "error",
    rule: "named-conf",
    message: `The file of zone ${name} is not there: ${JSON.stringify(file)}`,
    help: "Copy it there from the server, or import the zone with --axfr.",
  };
}

/** What was read of one file. */
interface ReadFile {
  readonly file: string;
  readonly zone: FoundZone | undefined;
  readonly problems: readonly Problem[];
  readonly included: ReadonlySet<string>;
  /** It looks like a zone, whole or not. */
  readonly hasSoa: boolean;
}

/**
 * @param origin what `@` is at the beginning of the file
 * @param named the zone that the user says it is, where there is no SOA to say it, as other tools write zones
 */
async function readOne(
  file: string,
  origin: Name | undefined,
  files: Files,
  named?: Name,
): Promise<ReadFile> {
  const bytes = await files.read(file);
  const texts = new Map<string, Uint8Array>([[file, bytes]]);
  const { records, problems } = parseZoneFile({
    file,
    bytes,
    ...(origin === undefined ? {} : { origin }),
    include: (path, from) => {
      const found = includeFiles(path, from);
      if (!("refused" in found)) texts.set(found.file, found.bytes);
      return found;
    },
  });
  const included = new Set([...texts.keys()].slice(1));
  const soa = records.find(({ type }) => type === SOA);
  const hasSoa = soa !== undefined || /\bSOA\b/i.test(Buffer.from(bytes).toString("latin1"));
  const zone = soa?.owner ?? (records.length > 0 ? named : undefined);
  if (problems.length > 0 || zone === undefined) return { file, zone: undefined, problems, included, hasSoa };
  const comments = new Map([...texts].map(([name, content]) => [name, commentsIn(content)] as const));
  return { file, zone: { origin: zone, records, comments }, problems, included, hasSoa };
}

/** `example.com` of `db.example.com` and `example.com.zone`; undefined where that is no name. */
function originOfFile(path: string): Name | undefined {
  const name = posix
    .basename(path)
    .replace(/^(db|pri|master)\./, "")
    .replace(/\.(zone|db|dns|hosts|txt|rev|signed)$/, "");
  const origin = parseName(`${name}.`);
  return isName(origin) ? origin : undefined;
}

function gather(read: readonly ReadFile[]): FoundZones {
  const included = new Set(read.flatMap((each) => [...each.included]));
  const zones = new Map<Name, { file: string; zone: FoundZone }>();
  const problems: Problem[] = [];
  const left: LeftOut[] = [];
  for (const { file, zone, problems: found, hasSoa } of read) {
    if (included.has(file)) continue; // its records came with the zone that includes it
    if (zone === undefined) {
      const isZone = hasSoa || found.some(({ rule }) => rule === "zone-file-raw") || read.length === 1;
      if (isZone && found.length > 0) problems.push(...found);
      else left.push({ what: file, why: "it has no SOA, so it is no zone, and no other file includes it" });
      continue;
    }
    const other = zones.get(keyOf(zone.origin));
    if (other === undefined) zones.set(keyOf(zone.origin), { file, zone });
    else problems.push(twoFiles(file, other.file, zone.origin));
  }
  return { zones: [...zones.values()].map(({ zone }) => zone), problems, left };
}

function twoFiles(file: string, other: string, origin: Name): Problem {
  return {
    file,
    line: 1,
    column: 1,
    severity: "error",
    rule: "zone-twice",
    message: `Zone ${printName(origin)} has two files, this one and ${other}`,
    help: "Move the one that is not meant out of the folder, or import single files.",
  };
}
