import { isName, keyOf, type Name, parseName } from "../dns/name.ts";
import { compareProblems, type Problem } from "../dns/problem.ts";
import type { ZoneRecord } from "../dns/zone.ts";
import { parseRecord } from "../dns/zone-file/parse.ts";
import type { KeyLooks } from "../src/dnssec/key-looks.ts";
import { checkLayout } from "../src/fmt/check-layout.ts";
import { checkInvariants } from "../src/invariants/check-invariants.ts";
import type { Outside, Resolved } from "../src/lint/outside.ts";
import type { Case, LiveCase, Sample } from "../src/lint/rule.ts";
import { compareWithShown, findDrift } from "../src/plan/check-live.ts";
import type { DangerKind } from "../src/plan/danger-kinds.ts";
import { dangersOf } from "../src/plan/dangers.ts";
import type { EffectKind } from "../src/plan/effects/effect.ts";
import { effectsOf } from "../src/plan/effects.ts";
import { keyFindings } from "../src/plan/key-change.ts";
import { findOldCounter } from "../src/plan/key-counter.ts";
import { makePlan } from "../src/plan/plan.ts";
import { presignedFindings } from "../src/plan/presigned.ts";
import { findShortSignatures } from "../src/plan/signature-rest.ts";
import { digestWithSerial } from "../src/render/render-zone.ts";
import { dayOf } from "../src/source/day.ts";
import type { SourceZone } from "../src/source/source-zone.ts";
import { load } from "../src/zones/load.ts";
import { readOneZoneFile } from "../src/zones/read-one-zone-file.ts";
import { applyRules, readZones, type Validated, validate } from "../src/zones/validate.ts";
import { NAMESERVERS } from "./check-zones.ts";
import { fakeFiles } from "./fakes/files.ts";

/** The day on which samples are checked. */
const TODAY = dayOf(new Date("2026-11-30T12:00:00Z"));

/** What is told of a sample: all problems, and what one rule says as a sample has it. */
export interface CheckedSample {
  readonly problems: readonly Problem[];
  readonly lines: (rule: string) => string[];
  /** Rules that were not checked, with the reason. */
  readonly notChecked: readonly string[];
}

/** Checks the zones of a sample as `zonepipe check` does, or as `zonepipe plan` where it says what was before. */
export async function checkSample(given: Case): Promise<CheckedSample> {
  const files = filesOf(given.sample);
  const { problems, notChecked, zones } = await checkFilesOf(files, given);
  const several = Object.keys(files).length > 1;
  return {
    problems,
    notChecked: notChecked.map(({ rule, reason }) => `${rule}: ${reason}`),
    lines: (rule) => {
      const sorted = problems.filter((problem) => problem.rule === rule).toSorted(compareProblems);
      return sorted.map((problem) => lineOf(problem, several));
    },
    ...(given.before !== undefined && (await compare(zones, given.before, given))),
    ...(given.live !== undefined && (await compareLive(zones[0]!, given.live))),
  };
}

/** The files of a sample by their names. */
function filesOf(sample: Sample): { readonly [file: string]: string } {
  return typeof sample === "string" ? { "example.com.yaml": sample } : sample;
}

async function checkFilesOf(
  files: { readonly [file: string]: string },
  { answers }: Case,
): Promise<Validated> {
  const sources = await load("zones", fakeFiles(placed(files)));
  const resolve = answers === undefined ? undefined : resolver(answers);
  const zoneFile = Object.keys(files).find((name) => name.endsWith(".zone"));
  if (zoneFile === undefined) {
    const reading = readZones(sources);
    checkLayout(sources, reading);
    const read = applyRules(reading, resolve, undefined, TODAY);
    const { problems } = checkInvariants(sources.invariants, read.zones, true);
    return { ...read, problems: [...read.problems, ...problems] };
  }
  const origin = nameOf(zoneFile.replace(/zone$/, ""));
  const options = { file: zoneFile, bytes: Buffer.from(files[zoneFile]!), origin };
  return applyRules(readOneZoneFile(options), resolve);
}

function placed(files: { readonly [file: string]: string }): { [path: string]: string } {
  const all = Object.entries({ "_config.yaml": NAMESERVERS, ...files });
  return Object.fromEntries(all.map(([name, text]) => [`zones/${name}`, text]));
}

function lineOf({ file, line, column, message }: Problem, several: boolean): string {
  const place = several ? `${file.replace("zones/", "")}:${line}:${column}` : `${line}:${column}`;
  return `${place} ${message.replaceAll("zones/", "")}`;
}

/** The rules that the plan's dangers and effects stand for. */
const RULE_OF_DANGER: { readonly [kind in DangerKind]: string | readonly string[] } = {
  deletes: "mass-delete",
  ns: "apex-change",
  mname: "apex-change",
  removal: "zone-removed",
  ds: "ds-change",
  serial: "serial-far-ahead",
  mixture: "mixed-caches",
  keys: ["keys-too-early", "keys-unsigned-at-others"],
  invariant: "invariant-broken",
};
const RULE_OF_EFFECT: { readonly [kind in EffectKind]?: string } = {
  dangling: "deleted-but-referenced",
  "ttl-not-lowered": "ttl-not-lowered",
};

/** What the plan says of a change from one sample to another. */
async function compare(
  zones: readonly SourceZone[],
  before: Sample,
  { parent, unsigned }: Pick<Case, "parent" | "unsigned">,
): Promise<Pick<CheckedSample, "lines">> {
  const old = validate(await load("zones", fakeFiles(placed(filesOf(before))))).zones;
  const publishedOf = (origin: Name) => {
    const { records = [], config } = old.find((zone) => zone.origin === origin) ?? {};
    return {
      ...(config && { config }),
      shown: [{ by: "the zones before", kind: "silent", reason: "nobody was asked" } as const],
      records,
      ...(parent !== undefined && { keyLooks: looksAt(parent, unsigned) }),
    };
  };
  const removed = old
    .filter(({ origin }) => !zones.some((zone) => zone.origin === origin))
    .map(({ origin, records }) => ({ origin, records: records.length }));
  const plan = makePlan(zones, publishedOf, removed, new Date(0));
  const told = [
    ...dangersOf(plan, () => undefined).map(({ kind, message }) => ({ rule: RULE_OF_DANGER[kind], message })),
    ...effectsOf(plan).map(({ kind, message }) => ({ rule: RULE_OF_EFFECT[kind], message })),
  ];
  const keys = plan.zones.flatMap((zone) => (zone.keys === undefined ? [] : keyFindings(zone.keys, true)));
  told.push(...keys.map(({ rule, message }) => ({ rule: rule.id, message })));
  const presigned = plan.zones.flatMap((zone) => presignedFindings(zone.presigned ?? []));
  told.push(...presigned.map(({ rule, message }) => ({ rule: rule.id, message })));
  const short = zones.flatMap(findShortSignatures);
  told.push(...short.map(({ rule, message }) => ({ rule: rule.id, message })));
  const counters = plan.zones.flatMap(({ changes = [] }) => findOldCounter(changes));
  told.push(...counters.map(({ rule, message }) => ({ rule: rule.id, message })));
  return {
    lines: (rule) => told.filter((each) => [each.rule].flat().includes(rule)).map(({ message }) => message),
  };
}

/** The DS of the parent and nameservers without signatures, seen for the first time. */
function looksAt(parent: string, unsigned: readonly string[] = []): KeyLooks {
  const set = parent.split("\n").flatMap((line) => (line === "" ? [] : [recordOf(line).rdata]));
  const times = { since: new Date(0), last: new Date(0), by: "drift" };
  return {
    ds: { set, ttl: 86_400, ...times },
    unsigned: unsigned.map((address) => ({
      ...{ name: "a nameserver", address, isBehind: false, patience: 0 },
      ...times,
    })),
  };
}

/** What is said of what nameservers show. */
async function compareLive(
  zone: SourceZone,
  { serial, shown, deployed }: LiveCase,
): Promise<Pick<CheckedSample, "lines">> {
  const zoneOf = async (yaml: string) =>
    validate(await load("zones", fakeFiles(placed({ "example.com.yaml": yaml })))).zones[0]!;
  const places = await Promise.all(
    shown.map(async ({ serial: answered, content }) => {
      const digest = digestWithSerial(await zoneOf(content), answered, 1);
      const by = "ns1.example.net.";
      return { by, kind: "serial", serial: answered, digest: { algorithm: 1, digest } } as const;
    }),
  );
  const found = [
    ...compareWithShown(zone, serial, places),
    ...(deployed === undefined ? [] : findDrift(await zoneOf(deployed), places)),
  ];
  return {
    lines: (id) => found.filter(({ rule }) => rule.id === id).map(({ message }) => `1:1 ${message}`),
  };
}

/** A resolver that knows the records in these lines, and that nothing else exists. */
function resolver(text: string): NonNullable<Outside["resolve"]> {
  const records = text.trim().split("\n").map(recordOf);
  return (name, type): Resolved => {
    const found = records.filter((record) => keyOf(record.owner) === keyOf(name) && record.type === type);
    return found.length === 0 ? { kind: "none" } : { kind: "records", records: found };
  };
}

function recordOf(line: string): ZoneRecord {
  const record = parseRecord(line);
  if (!("rdata" in record)) throw new Error(record.message);
  return record;
}

function nameOf(text: string): Name {
  const name = parseName(text);
  if (!isName(name)) throw new Error(name.message);
  return name;
}
