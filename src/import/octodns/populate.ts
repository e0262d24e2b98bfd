import { posix } from "node:path";
import type { Problem } from "../../../dns/problem.ts";
import type { Files } from "../../files/files.ts";
import type { Report } from "../../zones/octodns/zone-reading.ts";
import type { LeftOut } from "../import-zone.ts";
import type { Configuration } from "./configuration.ts";
import { type Given, problemOf } from "./given.ts";
import { recordIn, textsOf } from "./octodns-record.ts";
import { addRecord, type OctodnsZone, zoneProblem } from "./octodns-zone.ts";
import { makeProcessor } from "./processors/all.ts";
import { AUTO_ARPA, type AutoArpa, autoArpa } from "./processors/auto-arpa.ts";
import { PLAIN } from "./processors/filters.ts";
import { runMeta } from "./processors/meta.ts";
import type { Processor } from "./processors/processor.ts";
import { compileGlob, compileRegex } from "./python-regex.ts";
import { isTruthy } from "./python-value.ts";
import { isYamlClass, type YamlProvider, yamlProvider } from "./yaml-provider.ts";
import { listZones, populateFromYaml, type ReadFiles, type YamlSource } from "./yaml-source.ts";
import { subZonesOf, toDecoded, toEncoded } from "./zone-name.ts";

/** A zone as octoDNS would give it to its targets. */
export interface PopulatedZone {
  readonly zone: OctodnsZone;
  readonly targets: readonly string[];
  /** What was read for it; an alias has what its zone has. */
  readonly read: readonly { readonly source: YamlSource; readonly files: ReadFiles }[];
  /** What is wrong with it, but for its records. */
  readonly problems: readonly Problem[];
}

/** Zones, and what is to be told of them. */
export interface Populated {
  readonly zones: readonly PopulatedZone[];
  /** What has no place here and is no content of a zone. */
  readonly left: readonly LeftOut[];
  readonly toKnow: readonly LeftOut[];
}

/** Does what octoDNS does before it compares with its targets: sources, then processors, zone by zone. */
export async function populate(
  configuration: Configuration,
  files: Files,
  report: Report,
): Promise<Populated> {
  const populator = new Populator(configuration, files, report);
  const zones = await populator.run();
  return { zones, left: populator.left, toKnow: populator.toKnow };
}

/** A zone while it is worked on. */
interface Work {
  readonly given: Given;
  readonly zone: OctodnsZone;
  readonly problems: Problem[];
  readonly read: { source: YamlSource; files: ReadFiles }[];
  processors: readonly Processor[];
}

/** What is read and made once, and used by several zones. */
class Populator {
  readonly left: LeftOut[] = [];
  readonly toKnow: LeftOut[] = [];
  readonly #configuration: Configuration;
  readonly #files: Files;
  readonly #report: Report;
  readonly #sources = new Map<string, YamlSource | undefined>();
  readonly #processors = new Map<string, Processor | undefined>();
  readonly #autoArpa: AutoArpa | undefined;

  constructor(configuration: Configuration, files: Files, report: Report) {
    this.#configuration = configuration;
    this.#files = files;
    this.#report = report;
    this.#autoArpa =
      configuration.autoArpa === undefined ? undefined : autoArpa(configuration.autoArpa, report);
  }

  async run(): Promise<PopulatedZone[]> {
    const all = await this.#configuredZones();
    const subZones = subZonesOf([...all.keys()]);
    const works = [...all].map(([name, given]) => this.#begin(name, given, subZones.get(name) ?? []));
    const plain = works.filter(({ given }) => !isAlias(given));
    for (const work of plain) work.processors = this.#processorsOf(work);
    const isLate = ({ zone }: Work) => this.#autoArpa !== undefined && zone.name.endsWith("arpa.");
    for (const work of plain) if (!isLate(work)) await this.#fill(work);
    // octoDNS gives the zones that are an alias the processors of the zone that it came to last.
    for (const work of works) {
      if (isAlias(work.given)) this.#fillAlias(work, works, plain.at(-1)?.processors ?? []);
    }
    // Reverse zones come last: all addresses are known then.
    for (const work of plain) if (isLate(work)) await this.#fill(work);
    for (const { processors, zone } of works) for (const { onTarget } of processors) onTarget?.(zone);
    return works.map(({ given, zone, read, problems }) => {
      const targets = textsOf((this.#aliasOf(given, all) ?? given).get("targets"));
      this.#tellOfRootNs(zone, targets);
      return { zone, targets, read, problems };
    });
  }

  /** A target may have no place for the NS of the apex; we always publish them. */
  #tellOfRootNs({ name, records }: OctodnsZone, targets: readonly string[]): void {
    const without = targets.filter((id) => {
      const given = this.#configuration.providers.get(id);
      const value = given?.get("supports_root_ns");
      return value !== undefined && !isTruthy(value);
    });
    if (without.length === 0 || !records.has(" NS")) return;
    this.toKnow.push({
      what: `zone ${name}: NS of the apex`,
      why: `octoDNS does not give them to ${without.join(", ")} (supports_root_ns); here they are published`,
    });
  }

  #aliasOf(given: Given, all: ReadonlyMap<string, Given>): Given | undefined {
    const alias = given.get("alias");
    const name = typeof alias === "string" ? toEncoded(alias) : "";
    return typeof name === "string" ? undefined : all.get(name.name);
  }

  /** All zones by their encoded names, `*` replaced by what the sources have (`_preprocess_zones`). */
  async #configuredZones(): Promise<Map<string, Given>> {
    const zones = new Map<string, Given>();
    const dynamic: Given[] = [];
    const written = new Set(this.#configuration.zones.map(({ name }) => name.toLowerCase()));
    for (const given of this.#configuration.zones) {
      if (given.name.startsWith("*")) {
        dynamic.push(given);
        continue;
      }
      const isTwice = given.name.toLowerCase().includes("xn--") && written.has(toDecoded(given.name));
      const encoded = toEncoded(given.name);
      if (typeof encoded === "string")
        this.#refuse(given, `the name ${encoded}`, "Write it with its final dot.");
      else if (isTwice) this.#refuse(given, "it stands here under two spellings", "Keep one of them.");
      else zones.set(encoded.name, given);
    }
    for (const given of dynamic) {
      for (const name of await this.#matchesOf(given, zones)) {
        const encoded = toEncoded(name);
        if (typeof encoded !== "string") zones.set(encoded.name, { ...given, name });
        else
          this.#refuse(given, `its source has a file for ${encoded}`, "Move the file away if it is no zone.");
      }
    }
    return zones;
  }

  async #matchesOf(given: Given, zones: ReadonlyMap<string, Given>): Promise<string[]> {
    const candidates = new Set<string>();
    for (const id of textsOf(given.get("sources"))) {
      const source = await this.#yamlSource(id, given, this.#report);
      for (const name of source === undefined ? [] : await listZones(source)) candidates.add(name);
    }
    const open = [...candidates].filter((name) => !zones.has(name));
    const key = ["glob", "regex"].find((each) => isTruthy(given.get(each)));
    if (key === undefined) return open;
    const pattern = String(given.get(key));
    const matcher = key === "glob" ? compileGlob(pattern) : compileRegex(pattern);
    if (typeof matcher !== "string") return open.filter(matcher);
    this.#report(
      problemOf(given, key, `the expression ${JSON.stringify(pattern)} cannot be used: ${matcher}`, PLAIN),
    );
    return [];
  }

  #refuse(given: Given, message: string, help: string): void {
    this.#report(zoneProblem(given.at, "octodns-config", `Zone ${given.name}: ${message}`, help));
  }

  #begin(name: string, given: Given, subZones: readonly string[]): Work {
    const encoded = toEncoded(name);
    if (typeof encoded === "string") throw new Error(`${name} was a zone's name before`);
    const problems: Problem[] = [];
    for (const key of given.keys) {
      if (ZONE_KEYS.has(key)) continue;
      this.left.push({ what: `zone ${name}: ${key}`, why: "it is about octoDNS' own run" });
    }
    if (isTruthy(given.get("always-dry-run"))) {
      this.toKnow.push({
        what: `zone ${name}: always-dry-run`,
        why: "octoDNS never published this zone; it is taken over as its files say",
      });
    }
    return {
      given,
      problems,
      read: [],
      processors: [],
      zone: {
        origin: encoded.origin,
        name,
        at: given.at,
        subZones,
        ignoresSubzoneAdds: isTruthy(given.get("ignore_subzone_adds")),
        isLenient: isTruthy(given.get("lenient")),
        records: new Map(),
        changes: new Set(),
        report: (problem) => void problems.push(problem),
      },
    };
  }

  async #fill({ given, zone, read, processors }: Work): Promise<void> {
    if (given.get("sources") === undefined) {
      zone.report(
        zoneProblem(given.at, "octodns-config", `Zone ${zone.name} has no sources`, "Name its providers."),
      );
    }
    for (const id of textsOf(given.get("sources"))) {
      if (id === AUTO_ARPA && this.#autoArpa !== undefined) {
        this.#autoArpa.populate(zone);
        continue;
      }
      const source = await this.#yamlSource(id, given, zone.report);
      if (source !== undefined) read.push({ source, files: await populateFromYaml(source, zone) });
    }
    for (const { onSource } of processors) onSource?.(zone);
  }

  #fillAlias(work: Work, works: readonly Work[], processors: readonly Processor[]): void {
    const { given, zone } = work;
    const alias = String(given.get("alias"));
    const encoded = toEncoded(alias);
    const from =
      typeof encoded === "string" ? undefined : works.find((each) => each.zone.name === encoded.name);
    if (from === undefined || isAlias(from.given)) {
      const why = from === undefined ? "which the configuration does not have" : "which is an alias itself";
      const message = `Zone ${zone.name} is an alias of ${alias}, ${why}`;
      zone.report(zoneProblem(given.at, "octodns-config", message, "Name a zone with sources of its own."));
      return;
    }
    work.processors = processors;
    for (const problem of from.problems) zone.report(problem);
    for (const record of from.zone.records.values()) {
      const here = recordIn(record, zone.origin);
      if (here !== undefined) addRecord(zone, here, { lenient: true });
      else
        zone.report(
          zoneProblem(record.at, "octodns-source", `${record.name}.${zone.name} is too long`, "Shorten it."),
        );
    }
    zone.changes.add(`it is an alias of ${from.zone.name}`);
    for (const { onSource } of processors) onSource?.(zone);
  }

  /** A source of a zone; undefined, with the reason told to the zone, when it is none that can be read here. */
  async #yamlSource(id: string, zone: Given, report: Report): Promise<YamlSource | undefined> {
    const given = this.#configuration.providers.get(id);
    if (given === undefined) {
      const message = `Zone ${zone.name} has the source ${JSON.stringify(id)}, and there is no such provider`;
      report(zoneProblem(zone.placeOf("sources"), "octodns-source", message, "Name one of `providers:`."));
      return undefined;
    }
    const written = String(given.get("class"));
    if (!isYamlClass(written)) {
      report(
        zoneProblem(
          zone.placeOf("sources"),
          "octodns-source",
          `Zone ${zone.name} has the source ${JSON.stringify(id)} (${written}), which is not YAML: its records are not known here`,
          "Take the source out of the zone while you import, and import its records on their own, with --zone-file or --axfr.",
        ),
      );
      return undefined;
    }
    if (!this.#sources.has(id)) this.#sources.set(id, await this.#open(given));
    const source = this.#sources.get(id);
    if (source === undefined) {
      const message = `No zone that has provider ${id} as a source is taken over`;
      report(zoneProblem(given.at, "octodns-source", message, "Mend the provider, and import again."));
    }
    return source;
  }

  async #open(given: Given): Promise<YamlSource | undefined> {
    const provider = yamlProvider(given, this.#report);
    if (provider === undefined) return undefined;
    const directory = await this.#directoryOf(provider, given);
    if (directory === undefined) return undefined;
    const within = await this.#withinOf(directory);
    return { provider, directory, files: listedOnce(this.#files), within };
  }

  /** octoDNS takes `directory` from where it is started. */
  async #directoryOf({ id, directory }: YamlProvider, given: Given): Promise<string | undefined> {
    const written = posix.normalize(directory).replace(/(?<=.)\/$/, "");
    if ((await this.#files.list(written)) !== undefined) return written;
    const beside = posix.join(posix.dirname(this.#configuration.file), written);
    if (!posix.isAbsolute(written) && (await this.#files.list(beside)) !== undefined) {
      this.toKnow.push({
        what: `provider ${id}: directory ${directory}`,
        why: `there is no such folder here, where octoDNS would look for it; ${beside}, beside the configuration, is read`,
      });
      return beside;
    }
    const also = posix.isAbsolute(written) || beside === written ? "" : `, nor ${JSON.stringify(beside)}`;
    this.#report(
      problemOf(
        given,
        "directory",
        `there is no folder ${JSON.stringify(written)}${also}`,
        "Start the import in the folder in which octoDNS is started.",
      ),
    );
    return undefined;
  }

  /** Includes may go anywhere in the working folder, or in the source's own where that lies elsewhere. */
  async #withinOf(directory: string): Promise<string> {
    const real = (await this.#files.realPath(directory)) ?? directory;
    const config = (await this.#files.realPath(posix.dirname(this.#configuration.file))) ?? real;
    const roots = [await this.#files.realPath("."), commonFolder(real, config)];
    const root = roots.find(
      (each) => each !== undefined && each !== "/" && `${real}/`.startsWith(`${each}/`),
    );
    return root ?? real;
  }

  #processorsOf({ given, zone }: Work): readonly Processor[] {
    const { before, behind, includesMeta } = this.#configuration;
    const named = (ids: readonly string[]) => ids.flatMap((id) => this.#processor(id, given, zone.report));
    return [
      ...named([...before, ...textsOf(given.get("processors"))]),
      ...(this.#autoArpa === undefined ? [] : [this.#autoArpa]),
      ...named(behind),
      ...(includesMeta === undefined ? [] : [runMeta(includesMeta)]),
    ];
  }

  #processor(id: string, zone: Given, report: Report): Processor[] {
    const given = this.#configuration.processors.get(id);
    if (given === undefined) {
      const message = `Zone ${zone.name} has the processor ${id}, and there is no such one`;
      report(zoneProblem(zone.at, "octodns-processor", message, "Name one of `processors:`."));
      return [];
    }
    if (!this.#processors.has(id)) {
      const made = makeProcessor(given, this.#report);
      this.#processors.set(id, made);
      for (const note of made?.notes ?? []) this.toKnow.push({ what: `processor ${id}`, why: note });
    }
    const processor = this.#processors.get(id);
    if (processor !== undefined) return [processor];
    const message = `No zone that processor ${JSON.stringify(id)} goes through is taken over, for any of its records may differ`;
    const help = "Mend the processor, or take it out while you import.";
    report(zoneProblem(given.at, "octodns-processor", message, help));
    return [];
  }
}

const ZONE_KEYS = new Set([
  "sources",
  "targets",
  "processors",
  "lenient",
  "alias",
  "glob",
  "regex",
  "ignore_subzone_adds",
  "always-dry-run",
]);

/** Each folder is listed once, however many zones are looked for in it. */
function listedOnce(files: Files): Files {
  const known = new Map<string, ReturnType<Files["list"]>>();
  return {
    ...files,
    list: (folder) => {
      const listed = known.get(folder) ?? files.list(folder);
      known.set(folder, listed);
      return listed;
    },
  };
}

function isAlias(given: Given): boolean {
  return given.get("alias") !== undefined;
}

function commonFolder(a: string, b: string): string {
  const [left, right] = [a.split("/"), b.split("/")];
  const length = left.findIndex((part, index) => part !== right[index]);
  return left.slice(0, length === -1 ? left.length : length).join("/");
}
