import { basename, join } from "node:path";
import type { Yaml } from "../../dns/fields/field.ts";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { isError, type Problem, printProblem } from "../../dns/problem.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { A, AAAA, NS, SOA } from "../../dns/type-numbers.ts";
import type { Zone } from "../../dns/zone.ts";
import { zonePath } from "../../dns/zone-file/file-name.ts";
import { WorldError } from "../files/world-error.ts";
import { attachComments } from "../import/attach-comments.ts";
import { automaticTtls } from "../import/automatic-ttls.ts";
import { compareRecords } from "../import/compare-import.ts";
import {
  importZone,
  isTakenOver,
  type LeftOut,
  type SourceComments,
  usualTtl,
} from "../import/import-zone.ts";
import { type OctodnsImport, readOctodns } from "../import/octodns/read-octodns.ts";
import { printYaml } from "../import/print-yaml.ts";
import { slipsIn } from "../import/slips.ts";
import { transferZones } from "../import/transfer-zones.ts";
import { type FoundZone, findNamedZones, findZones } from "../import/zone-files.ts";
import { startRun } from "../run.ts";
import type { SourceRecord, SourceZone } from "../source/source-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, parseOrigin, parseServer } from "./arguments.ts";
import { readKeyFile } from "./key-file.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface ImportOptions {
  readonly zoneFile?: string;
  readonly namedConf?: string;
  readonly axfr?: readonly Nameserver[];
  readonly octodns?: string;
  readonly origin?: readonly Name[];
  readonly catalog?: Name;
  readonly tsigKey?: string;
}

/** `zonepipe import`: takes over zones that live elsewhere. */
export function addImport({ command, action }: Program): void {
  command("import", "take over zone files, BIND's zones, a zone of a running nameserver, or octoDNS' zones")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .option(
      "--zone-file <path>",
      "a zone file, or a folder of them; --origin names the zone of a file that does not",
    )
    .option("--named-conf <file>", "BIND's configuration: every zone of which it is the primary server")
    .option(
      "--axfr <addr:port>",
      "a nameserver that lets this machine transfer; with --origin or --catalog",
      parseServer,
    )
    .option("--catalog <name>", "with --axfr: all zones that this zone lists (RFC 9432)", parseOrigin)
    .option(
      "--tsig-key <file>",
      "with --axfr: the key to ask with, as tsig-keygen writes it or as name:algorithm:secret",
    )
    .option("--octodns <config>", "the configuration of octoDNS, as in config/production.yaml")
    .option("--origin <name>", "the name of the zone (with --axfr again for each)", collectOrigins)
    .addHelpText(
      "after",
      "\nNothing that is there is overwritten, and nothing is dropped without a word: what has no place here is listed." +
        "\nThe result is read again and compared with the source, record by record." +
        "\nExit codes: 0 everything is there, 1 with something that is not or with errors to mend, 2 usage or the outside world failed.",
    )
    .action(action(onZones(run)));
}

function collectOrigins(text: string, previous: readonly Name[] = []): Name[] {
  return [...previous, parseOrigin(text)];
}

/** What is to be written, and to be compared with afterwards. */
interface Import {
  /** By path below the folder. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** For all zones, with `zones` for single ones. */
  readonly settings: { readonly [key: string]: Yaml };
  readonly left: readonly LeftOut[];
  readonly toKnow: readonly LeftOut[];
  /** What could not be taken over. */
  readonly problems: readonly Problem[];
  /** The zones as they were. */
  readonly zones: readonly Zone[];
}

async function run(world: World, folder: string, options: ImportOptions): Promise<Printed> {
  const { zoneFile, namedConf, axfr, octodns } = options;
  const chosen = [zoneFile, namedConf, axfr, octodns].filter((source) => source !== undefined);
  if (chosen.length !== 1)
    throw new WorldError("Name one source: --zone-file, --named-conf, --axfr or --octodns");
  const hasConfig = ((await world.files.list(folder)) ?? []).some(({ name }) => name === CONFIG);
  const read =
    octodns === undefined
      ? await readZones(world, options, hasConfig)
      : await readFromOctodns(octodns, folder, hasConfig, world);

  const config = `${printYaml(read.settings)}\n`;
  const hasSettings = Object.keys(read.settings).length > 0;
  const files = new Map(read.files);
  if (!hasConfig && hasSettings) files.set(CONFIG, config);
  const lines = await writeNew(files, folder, world);
  if (hasConfig && hasSettings && !(await isSame(folder, config, world)))
    lines.push("", `Add to ${join(folder, CONFIG)}, which is left as it is:`, config);
  lines.push(...listOf("To know:", read.toKnow), ...listOf("Not taken over:", read.left));
  const slips = octodns === undefined ? read.zones.flatMap(slipsIn) : []; // in YAML they are errors at their place
  if (slips.length > 0) lines.push("", "Taken over as they are, though they look like no names:");
  lines.push(...slips.map((slip) => `  ${showHidden(slip)}`));
  if (read.problems.length > 0) {
    const others = files.size === 0 ? "Nothing was written" : "Zones with these were not written";
    lines.push("", ...read.problems.map(printProblem), "", `${others}: mend them, and import again.`);
  }
  const isWhole = read.problems.length === 0 && !read.left.some(({ isLost }) => isLost);
  if (read.zones.length === 0) return { text: textOf(lines), exitCode: 1 };

  const checked = await startRun("import", folder, world);
  checked.finish("fine");
  const errors = checked.problems.filter(isError);
  const after = new Map(checked.zones.map((zone) => [keyOf(zone.origin), zone]));
  const differences = read.zones.flatMap((zone) =>
    differencesOf(zone, after.get(keyOf(zone.origin))?.records ?? [], hasConfig),
  );
  const same =
    read.zones.length === 1 ? "it is the same zone" : `all ${read.zones.length} zones are the same`;
  lines.push("", differences.length === 0 ? `Read again, ${same}.` : "Read again, it differs:");
  lines.push(...differences.map((line) => `  ${line}`));
  if (errors.length > 0) lines.push("", ...errors.map(printProblem));
  const isRight = isWhole && errors.length === 0 && differences.length === 0;
  return { text: textOf(lines), exitCode: isRight ? 0 : 1 };
}

/** Where the settings that are there are those of an earlier import, zones written anew count on them as before. */
async function readFromOctodns(
  path: string,
  folder: string,
  hasConfig: boolean,
  world: World,
): Promise<OctodnsImport> {
  const { files, environment } = world;
  const read = await readOctodns(path, files, environment, false);
  if (!hasConfig || (await isSame(folder, `${printYaml(read.settings)}\n`, world))) return read;
  return readOctodns(path, files, environment, true);
}

function listOf(title: string, items: readonly LeftOut[]): string[] {
  if (items.length === 0) return [];
  return ["", title, ...items.map(({ what, why }) => `  ${showHidden(what)}: ${showHidden(why)}.`)];
}

function textOf(lines: readonly string[]): string {
  return `${lines.join("\n").trim()}\n`;
}

const CONFIG = "_config.yaml";

async function readZones(
  world: World,
  { zoneFile, namedConf, axfr, origin: origins = [], catalog, tsigKey }: ImportOptions,
  hasConfig: boolean,
): Promise<Import> {
  if (axfr === undefined && (catalog !== undefined || tsigKey !== undefined))
    throw new WorldError("--catalog and --tsig-key are for --axfr");
  if (axfr !== undefined) {
    if (origins.length === 0 && catalog === undefined)
      throw new WorldError(
        "Name the zone with --origin, as in --origin example.com, or a zone that lists them with --catalog",
      );
    const [key] = tsigKey === undefined ? [] : await readKeyFile(tsigKey, world.files);
    if (tsigKey !== undefined && key === undefined)
      throw new WorldError(`There is no key in ${JSON.stringify(tsigKey)}`);
    const wanted = { origins, ...(catalog !== undefined && { catalog }) };
    const zones = await transferZones(wanted, (origin) => world.transfer(origin, axfr[0]!, undefined, key));
    return importOf({ zones: zones.map((zone) => ({ zone })), problems: [], left: [] }, hasConfig);
  }
  const [origin, ...more] = origins;
  if (more.length > 0) throw new WorldError("Name one zone with --origin");
  const { zones, problems, left } =
    namedConf === undefined
      ? await findZones(zoneFile!, origin, world.files)
      : await findNamedZones(namedConf, world.files);
  const found = zones.map((zone) => ({ zone, ...commentsOf(zone) }));
  return importOf(
    { zones: found, problems, left: [...left, ...found.flatMap((each) => each.left)] },
    hasConfig,
  );
}

/** Comments of the records that come over; those of the SOA, the ZONEMD and signatures have none to be about. */
function commentsOf({ records, comments }: FoundZone): ReturnType<typeof attachComments> {
  return attachComments(records, comments, ({ type }) => type === SOA, isTakenOver);
}

interface ToImport {
  readonly zones: readonly { readonly zone: Zone; readonly comments?: SourceComments }[];
  readonly problems: readonly Problem[];
  readonly left: readonly LeftOut[];
}

function importOf({ zones, problems, left }: ToImport, hasConfig: boolean): Import {
  // What a configuration that is already there says of TTLs is not ours to change.
  const usual = hasConfig ? undefined : usualTtl(zones.flatMap(({ zone }) => zone.records));
  const imported = zones.map(({ zone, comments }) => ({ zone, ...importZone(zone, usual, comments) }));
  const name = ({ origin }: Zone) => printName(keyOf(origin)).replace(/(?<=.)\.$/, "");
  const settings = imported
    .filter((each) => Object.keys(each.settings).length > 0)
    .map((each) => [name(each.zone), each.settings] as const);
  const which = (what: string, zone: Zone) => (zones.length === 1 ? what : `${name(zone)}: ${what}`);
  return {
    files: new Map(imported.map(({ origin, yaml }) => [`${zonePath(origin)}.yaml`, yaml])),
    settings: {
      ...(usual === undefined ? {} : { default_ttl: usual }),
      ...(settings.length === 0 ? {} : { zones: Object.fromEntries(settings) }),
    },
    left: [
      ...left,
      ...imported.flatMap(({ zone, left: own }) =>
        own.map((each) => ({ ...each, what: which(each.what, zone) })),
      ),
    ],
    toKnow: imported.flatMap(({ zone, kept }) =>
      automaticTtls(kept).map((each) => ({ ...each, what: which(each.what, zone) })),
    ),
    problems,
    zones: imported.map(({ zone, kept }) => ({
      origin: zone.origin,
      records: [...kept, ...zone.records.filter(({ type }) => type === SOA)],
    })),
  };
}

/**
 * What the zone says now and did not before, or the other way round. What `_config.yaml` adds is no difference: a SOA
 * that was not known, or is not ours to set, the nameservers of a zone that has none of its own, and the addresses of those
 * that lie in the zone and had none there.
 */
function differencesOf(before: Zone, after: SourceZone["records"], hasConfig: boolean): string[] {
  const origin = keyOf(before.origin);
  const has = (type: number) =>
    before.records.some((record) => record.type === type && keyOf(record.owner) === origin);
  const added = [...(hasConfig || !has(SOA) ? [SOA] : []), ...(has(NS) ? [] : [NS])];
  const apart = (records: Zone["records"]) => ({
    records: records.filter(({ type, owner }) => !added.includes(type) || keyOf(owner) !== origin),
  });
  const isGlue = ({ type, at }: SourceRecord) => [A, AAAA].includes(type) && basename(at.file) === CONFIG;
  return compareRecords(apart(before.records), apart(after.filter((record) => !isGlue(record))));
}

/** Writes files that are not there yet, and says so; with one that is there with another content, nothing is written. */
async function writeNew(
  wanted: ReadonlyMap<string, string | Uint8Array>,
  folder: string,
  world: World,
): Promise<string[]> {
  const paths = [...wanted.keys()].sort();
  const there = new Set<string>();
  for (const path of paths) {
    if ((await world.files.realPath(join(folder, path))) === undefined) continue;
    const found = await world.files.read(join(folder, path));
    if (!Buffer.from(found).equals(Buffer.from(wanted.get(path)!))) {
      throw new WorldError(`Cannot import: ${join(folder, path)} is there already; move it away`);
    }
    there.add(path);
  }
  for (const path of paths) {
    if (there.has(path)) continue;
    const content = wanted.get(path)!;
    const text = typeof content === "string" ? content : Buffer.from(content).toString("latin1");
    await world.output.write(join(folder, path), text, typeof content === "string" ? "utf8" : "latin1");
  }
  return paths.map((path) => `${there.has(path) ? "kept" : "wrote"} ${join(folder, path)}`);
}

/** The settings that are there are those that would be written. */
async function isSame(folder: string, config: string, { files }: World): Promise<boolean> {
  return Buffer.from(await files.read(join(folder, CONFIG))).equals(Buffer.from(config));
}
