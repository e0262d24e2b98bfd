import { join } from "node:path";
import type { Yaml } from "../../dns/fields/field.ts";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { isError, type Problem, printProblem } from "../../dns/problem.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { Zone } from "../../dns/zone.ts";
import { zonePath } from "../../dns/zone-file/file-name.ts";
import { includeFiles } from "../../dns/zone-file/include-files.ts";
import { parseZoneFile } from "../../dns/zone-file/parse.ts";
import { WorldError } from "../files/world-error.ts";
import { compareRecords } from "../import/compare-import.ts";
import { importZone, type LeftOut, usualTtl } from "../import/import-zone.ts";
import { readOctodns } from "../import/octodns-config.ts";
import { printYaml } from "../import/print-yaml.ts";
import { slipsIn } from "../import/slips.ts";
import { startRun } from "../run.ts";
import type { Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, parseOrigin, parseServer } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";

interface ImportOptions {
  readonly zoneFile?: string;
  readonly axfr?: readonly Nameserver[];
  readonly octodns?: string;
  readonly origin?: Name;
}

/** `zonepipe import`: takes over zones that live elsewhere. */
export function addImport({ command, action }: Program): void {
  command("import", "take over a zone file, a zone of a running nameserver, or octoDNS' zones")
    .argument("[folder]", "the folder of the zones", DEFAULT_FOLDER)
    .option("--zone-file <file>", "a zone file; with --origin")
    .option("--axfr <addr:port>", "a nameserver that lets this machine transfer; with --origin", parseServer)
    .option("--octodns <config>", "the configuration of octoDNS, as in config/production.yaml")
    .option("--origin <name>", "the name of the zone", parseOrigin)
    .addHelpText(
      "after",
      "\nNothing that is there is overwritten, and nothing is dropped without a word: what has no place here is listed." +
        "\nThe result is read again and compared with the source, record by record." +
        "\nExit codes: 0 taken over, 1 with differences or errors to mend, 2 usage or the outside world failed.",
    )
    .action(action(run));
}

/** What is to be written, and to be compared with afterwards. */
interface Import {
  /** By path below the folder. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** For all zones, with `zones` for single ones. */
  readonly settings: { readonly [key: string]: Yaml };
  readonly left: readonly LeftOut[];
  /** The zone as it was; undefined where its file is taken over as it is. */
  readonly before?: Zone;
}

async function run(world: World, folder: string, options: ImportOptions): Promise<Printed> {
  const { zoneFile, axfr, octodns, origin } = options;
  const chosen = [zoneFile, axfr, octodns].filter((source) => source !== undefined);
  if (chosen.length !== 1) throw new WorldError("Name one source: --zone-file, --axfr or --octodns");
  const hasConfig = ((await world.files.list(folder)) ?? []).some(({ name }) => name === CONFIG);
  const read =
    octodns === undefined
      ? await readZone(world, options, hasConfig)
      : await readOctodns(octodns, world.files);
  if ("problems" in read) return { text: `${read.problems.map(printProblem).join("\n\n")}\n`, exitCode: 1 };

  const config = `${printYaml(read.settings)}\n`;
  const hasSettings = Object.keys(read.settings).length > 0;
  const files = new Map(read.files);
  if (!hasConfig && hasSettings) files.set(CONFIG, config);
  await writeNew(files, folder, world);
  const lines = [...files.keys()].sort().map((path) => `wrote ${join(folder, path)}`);
  if (hasConfig && hasSettings)
    lines.push("", `Add to ${join(folder, CONFIG)}, which is left as it is:`, config);
  if (read.left.length > 0) lines.push("", "Not taken over:");
  for (const { what, why } of read.left) lines.push(`  ${showHidden(what)}: ${showHidden(why)}.`);
  const slips = "before" in read && read.before !== undefined ? slipsIn(read.before) : [];
  if (slips.length > 0) lines.push("", "Taken over as they are, though they look like no names:");
  for (const slip of slips) lines.push(`  ${showHidden(slip)}`);

  const checked = await startRun("import", folder, world);
  checked.finish("fine");
  const errors = checked.problems.filter(isError);
  const differences = differencesOf(
    "before" in read ? read.before : undefined,
    origin,
    checked.zones,
    hasConfig,
  );
  if (differences !== undefined) {
    lines.push("", differences.length === 0 ? "Read again, it is the same zone." : "Read again, it differs:");
    lines.push(...differences.map((line) => `  ${line}`));
  }
  if (errors.length > 0) lines.push("", ...errors.map(printProblem));
  const isRight = errors.length === 0 && (differences ?? []).length === 0;
  return { text: `${lines.join("\n")}\n`, exitCode: isRight ? 0 : 1 };
}

const CONFIG = "_config.yaml";

async function readZone(
  world: World,
  { zoneFile, axfr, origin }: ImportOptions,
  hasConfig: boolean,
): Promise<Import | { readonly problems: readonly Problem[] }> {
  if (origin === undefined) throw new WorldError("Name the zone with --origin, as in --origin example.com");
  const before = { origin, records: [] as Zone["records"] };
  if (zoneFile !== undefined) {
    const bytes = await world.files.read(zoneFile);
    const { records, problems } = parseZoneFile({ file: zoneFile, bytes, origin, include: includeFiles });
    if (problems.some(isError)) return { problems };
    before.records = records;
  } else {
    before.records = await world.transfer(origin, axfr![0]!);
  }
  // What a configuration that is already there says of TTLs is not ours to change.
  const usual = hasConfig ? undefined : usualTtl(before.records);
  const imported = importZone(before, usual);
  const name = printName(keyOf(origin)).replace(/(?<=.)\.$/, "");
  return {
    files: new Map([[`${zonePath(origin)}.yaml`, imported.yaml]]),
    settings: {
      ...(usual === undefined ? {} : { default_ttl: usual }),
      ...(Object.keys(imported.settings).length === 0 ? {} : { zones: { [name]: imported.settings } }),
    },
    left: imported.left,
    before: { origin, records: [...imported.kept, ...before.records.filter(({ type }) => type === SOA)] },
  };
}

/** What the zone says now and did not before, or the other way round; undefined where it was taken over as it is. */
function differencesOf(
  before: Zone | undefined,
  origin: Name | undefined,
  zones: readonly Zone[],
  hasConfig: boolean,
): string[] | undefined {
  if (before === undefined || origin === undefined) return undefined;
  const after = zones.find((zone) => keyOf(zone.origin) === keyOf(origin));
  const apart = (zone: Pick<Zone, "records">) => ({
    records: zone.records.filter(({ type }) => type !== SOA || !hasConfig),
  });
  return compareRecords(apart(before), apart(after ?? { records: [] }));
}

/** Writes files that are not there yet; with one that is, nothing is written. */
async function writeNew(
  wanted: ReadonlyMap<string, string | Uint8Array>,
  folder: string,
  { files, output }: World,
): Promise<void> {
  for (const path of wanted.keys()) {
    if ((await files.realPath(join(folder, path))) === undefined) continue;
    throw new WorldError(`Cannot import: ${join(folder, path)} is there already; move it away`);
  }
  for (const [path, content] of wanted) {
    const text = typeof content === "string" ? content : Buffer.from(content).toString("latin1");
    await output.write(join(folder, path), text, typeof content === "string" ? "utf8" : "latin1");
  }
}
