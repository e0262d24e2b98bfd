import { keyOf, type Name } from "../../dns/name.ts";
import type { Position, Problem } from "../../dns/problem.ts";
import { CLOCK_RULES } from "../lint/expiry.ts";
import { type Judge, judge } from "../lint/judge.ts";
import type { Lint } from "../lint/kept-lint.ts";
import { lint } from "../lint/lint.ts";
import type { LintZone } from "../lint/lint-zone.ts";
import type { NotChecked, Outside } from "../lint/outside.ts";
import type { Day } from "../source/day.ts";
import type { SourceRecord, SourceZone } from "../source/source-zone.ts";
import { catalogZone } from "./catalog-zone.ts";
import { completeZone } from "./config/complete-zone.ts";
import { type Config, readConfig } from "./config/read-config.ts";
import { bootstrapRecords } from "./keys/bootstrap.ts";
import { checkKeySignatures } from "./keys/key-signatures.ts";
import { type PlacedKeys, readKeys } from "./keys/read-keys.ts";
import { recordOf, recordsOfSigning } from "./keys/signed-zone.ts";
import type { Sources, ZoneSource } from "./load.ts";
import { readZoneFile } from "./octodns/read-zone-file.ts";
import { joinPlaces, type RrsetPlaces } from "./octodns/zone-reading.ts";
import type { ReverseFinding } from "./reverse/findings.ts";
import { reverseRecords } from "./reverse/reverse-records.ts";
import { sharedFiles } from "./shared-files.ts";
import { tellOnce } from "./tell-once.ts";
import { unusedVariables } from "./unused-variables.ts";
import { compose } from "./yaml/compose.ts";
import type { SourceFile } from "./yaml/read-source.ts";
import { zoneWords } from "./zone-words.ts";

/** The zones that the sources say, and everything that is wrong with them. */
export interface Validated {
  /** Of a zone with errors only what could be read. */
  readonly zones: SourceZone[];
  /** Each once, not sorted. */
  readonly problems: Problem[];
  /** Rules that were not checked, or not to the end, each with every reason once. */
  readonly notChecked: NotChecked[];
}

/**
 * Finds out what the sources mean: YAML, shape, values, what `_config.yaml` adds, and the rules. It goes on after
 * every problem, so that one run tells all of them.
 *
 * @param resolve what the internet answers, for the rules that need it; left out where nobody may be asked
 */
export function validate(sources: Sources, resolve?: Outside["resolve"]): Validated {
  return applyRules(readZones(sources), resolve);
}

/** The zones as they were read, before the rules are applied. */
export interface ReadZones {
  readonly zones: readonly ReadZone[];
  /** The catalog of them, where one is wanted: no rule is about it. */
  readonly catalog?: SourceZone;
  /** What is told of records that have to do with reverse zones, once the rules are applied. */
  readonly reverse?: readonly ReverseFinding[];
  /** What was told so far, each problem once. */
  readonly told: () => Problem[];
}

/** A folder as it was read. */
export interface ReadFolder extends ReadZones {
  readonly config: Config;
  /** What was told of the folder, the settings and what zones ask of each other: of no zone alone. */
  readonly common: readonly Problem[];
}

/** A zone, and who decides what of its problems is told. */
export interface ReadZone {
  readonly zone: SourceZone;
  readonly lintZone: LintZone<SourceRecord>;
  readonly judge: Judge;
  /** What was told of this zone when it was read. */
  readonly told: readonly Problem[];
}

/**
 * The first half of `validate`: everything but the rules.
 *
 * @param isWanted which zones are read; the settings are judged with all of them
 * @param known a zone that was read before and is as it was; what is not wanted is read where others hang on it, unless it is known
 */
export function readZones(
  sources: Sources,
  isWanted: (origin: Name) => boolean = () => true,
  known: (origin: Name) => ReadZone | undefined = () => undefined,
): ReadFolder {
  const wanted = sources.zones.filter(({ origin }) => isWanted(origin));
  const { tell: tellAll, told } = tellOnce(sharedFiles(wanted));
  const common: Problem[] = [];
  const tell = (problem: Problem) => {
    common.push(problem);
    tellAll(problem);
  };
  for (const problem of sources.problems) tell(problem);
  const config = configOf(sources.config, sources.zones, tell);
  const keys = keysOf(sources.keys, sources.zones, tell);
  const without = wanted.map((zone) => {
    const { origin } = zone;
    return readZone(zone, config, keys.get(keyOf(origin)), sources.keySignatures?.get(origin), tellAll);
  });
  if (wanted.length === sources.zones.length)
    for (const problem of unusedVariables(config, without)) tellAll(problem);
  const asking = sources.zones
    .filter(({ origin }) => keys.get(keyOf(origin))?.keys.bootstrap === true)
    .map(({ origin }) => {
      const read = without.find(({ zone }) => zone.origin === origin);
      const source = sources.zones.find((each) => each.origin === origin)!; // it comes from there
      return (read ?? readZone(source, config, keys.get(keyOf(origin)), undefined, () => {})).zone;
    });
  const origins = sources.zones.map(({ origin }) => origin);
  const { records, problems } = bootstrapRecords(asking, origins, keys);
  for (const problem of problems) if (isWanted(problem.subject.zone)) tell(problem);
  const written = without.map((read) => {
    const added = records.get(keyOf(read.zone.origin));
    if (added === undefined) return read;
    return { ...read, zone: { ...read.zone, records: [...read.zone.records, ...added] } };
  });
  const isReverse = without.some(({ zone }) => zone.config.reverse === "auto");
  const others = (isReverse ? sources.zones : [])
    .filter(({ origin }) => !isWanted(origin))
    .map(
      (zone) =>
        known(zone.origin) ?? readZone(zone, config, keys.get(keyOf(zone.origin)), undefined, () => {}),
    );
  const { zones, findings } = withReverse(written, others);
  const { catalog } = config;
  const read = { zones, config, common, told, ...(isReverse && { reverse: findings }) };
  if (catalog === undefined || !isWanted(catalog.origin)) return read;
  const members = sources.zones.map(({ origin }) => origin);
  const made = catalogZone(catalog.origin, members, config.of(catalog.origin), catalog.at);
  return { ...read, catalog: made };
}

/**
 * The second half of `validate`: the rules, which see all zones.
 *
 * @param lintAll who applies them; otherwise `lint`
 * @param today which day it is, for what expires; left out where that must not matter
 */
export function applyRules(
  read: ReadZones,
  resolve?: Outside["resolve"],
  lintAll: Lint = lint,
  today?: Day,
): Validated {
  const { zones, told } = read;
  const reasons = new Map<string, NotChecked>();
  const notChecked = (rule: string, reason: string) =>
    void reasons.set(`${rule} ${reason}`, { rule, reason });
  const outside: Outside = {
    ...(resolve !== undefined && { resolve }),
    ...(today !== undefined && { today }),
    notChecked,
  };
  const findings = lintAll(
    zones.map(({ lintZone }) => lintZone),
    outside,
  );
  const unchecked = new Set([...reasons.values()].map(({ rule }) => rule));
  if (today === undefined) for (const rule of CLOCK_RULES) unchecked.add(rule);
  const ofReverse = Map.groupBy(read.reverse ?? [], ({ zone }) => zone);
  zones.forEach(({ judge: { report, finish }, lintZone }, index) => {
    for (const { problem, record } of findings[index]!) report(problem, record?.remarks);
    for (const { problem, record } of ofReverse.get(lintZone.origin) ?? []) report(problem, record.remarks);
    finish(({ id, absence }) => !unchecked.has(id) && (isWhole(lintZone) || absence !== true));
  });
  return { zones: allZones(read), problems: told(), notChecked: [...reasons.values()] };
}

/** The zones, and the catalog of them where there is one. */
export function allZones({ zones, catalog }: Pick<ReadZones, "zones" | "catalog">): SourceZone[] {
  const read = zones.map(({ zone }) => zone);
  return catalog === undefined ? read : [...read, catalog];
}

/** The zones with what those with `reverse: auto` get from all of them. */
function withReverse(
  wanted: readonly ReadZone[],
  others: readonly ReadZone[],
): { readonly zones: readonly ReadZone[]; readonly findings: readonly ReverseFinding[] } {
  const all = [...wanted, ...others];
  const { records, findings } = reverseRecords(all.map(({ zone }) => zone));
  if (records.size === 0) return { zones: wanted, findings };
  const complete = all.every(({ lintZone }) => isWhole(lintZone));
  const zones = wanted.map((read) => {
    const added = records.get(keyOf(read.zone.origin));
    if (added === undefined) return read;
    const { zone, lintZone } = read;
    return {
      ...read,
      zone: { ...zone, records: [...zone.records, ...added] },
      lintZone: {
        ...lintZone,
        records: [...lintZone.records, ...added],
        complete: lintZone.complete && complete,
      },
    };
  });
  return { zones, findings };
}

function isWhole({ complete, broken }: LintZone): boolean {
  return complete && broken.size === 0;
}

/** What `_config.yaml` says; everything wrong with it is told. */
export function configOf(
  file: SourceFile | undefined,
  zones: readonly ZoneSource[],
  tell: (problem: Problem) => void,
): Config {
  const origins = zones.map(({ origin }) => origin);
  if (file?.source === undefined) return readConfig(undefined, origins, tell);
  const { root, problems } = compose(file.source, file.included);
  for (const problem of problems) tell(problem);
  return readConfig(root, origins, tell);
}

/** What `_keys.yaml` says; everything wrong with it is told. */
export function keysOf(
  file: SourceFile | undefined,
  zones: readonly ZoneSource[],
  tell: (problem: Problem) => void,
): ReadonlyMap<Name, PlacedKeys> {
  if (file?.source === undefined) return new Map();
  const { root, problems } = compose(file.source, file.included);
  for (const problem of problems) tell(problem);
  return readKeys(
    root,
    zones.map(({ origin }) => origin),
    tell,
  );
}

/** Who takes what is told of a zone: what stands in its template is told with the zone's name. */
export function tellOf(
  { origin, template }: ZoneSource,
  tell: (problem: Problem) => void,
): (problem: Problem) => void {
  return template === undefined ? tell : (problem) => tell({ subject: { zone: origin }, ...problem });
}

function readZone(
  source: ZoneSource,
  configs: Config,
  keys: PlacedKeys | undefined,
  signatures: SourceFile | undefined,
  tellAll: (problem: Problem) => void,
): ReadZone {
  const told: Problem[] = [];
  const tellHere = tellOf(source, tellAll);
  const tell = (problem: Problem) => {
    told.push(problem);
    tellHere(problem);
  };
  const { origin, path, files, template, configAt } = source;
  const words = zoneWords(origin);
  const config = configs.of(origin);
  const zoneJudge = judge(config, tell);
  const { report, expect } = zoneJudge;
  const at: Position = configAt ?? { file: files[0]?.file ?? template?.file ?? path, line: 1, column: 1 };
  const subject = { zone: origin };
  const records: SourceRecord[] = [];
  let rrsets: RrsetPlaces = new Map();
  const broken = new Set<Name>();
  let complete = true;
  for (const file of template === undefined ? files : [template, ...files]) {
    const own = file === template ? { own: words } : {};
    const read = readZoneFile(file, origin, config, rrsets, { zone: words, ...own });
    for (const record of read.records) records.push(record);
    rrsets = joinPlaces(rrsets, read.rrsets);
    for (const remarks of read.remarks) expect(remarks);
    for (const { problem, remarks } of read.problems) report({ ...problem, subject }, remarks);
    if (!read.complete) complete = false;
    for (const owner of read.broken) broken.add(owner);
  }
  const completed = completeZone({ origin, records, rrsets, at }, config);
  for (const problem of completed.problems) report(problem);
  for (const problem of recordsOfSigning(origin, completed.records, keys)) tell({ ...problem, subject });
  const all = keys === undefined ? completed.records : [...completed.records, recordOf(origin, keys)];
  // Of a zone that cannot be read whole nobody knows what is to be signed.
  const isWhole = complete && broken.size === 0;
  if (signatures !== undefined && isWhole)
    for (const problem of checkKeySignatures({ origin, records: all }, signatures))
      tell({ ...problem, subject });
  const text = signatures?.source?.text;
  const keySignatures = text === undefined ? {} : { keySignatures: text };
  return {
    zone: {
      origin,
      records: all,
      file: path,
      ...(template !== undefined && { template: template.file }),
      config,
      ...(configAt !== undefined && { hasNoFile: true }),
      ...keySignatures,
    },
    lintZone: {
      origin,
      records: all,
      at,
      complete,
      broken,
      levels: config.lint,
      nameservers: config.nameservers,
      expiresSoonDays: config.expiresSoonDays,
    },
    judge: zoneJudge.again(tellHere),
    told,
  };
}
