import { ALIAS } from "../../dns/alias-type.ts";
import { SERVFAIL } from "../../dns/message-rcode.ts";
import { isAtOrBelow, keyOf, type Name, parentOf, printName } from "../../dns/name.ts";
import { sentence } from "../../dns/problem.ts";
import { ANY, CNAME, DS } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { Looked } from "../past/past-zones.ts";
import { type Way, type WayStep, wayOf } from "../past/way.ts";
import { inWhole, type ZoneContent } from "../past/zone-content.ts";
import type { PlacedRecord, SourceZone } from "../source/source-zone.ts";
import type { Answer, Asker, Question } from "../verify/types.ts";
import type { Served } from "./local-nameserver.ts";

/** What came of a question: why the zones answer so, and what the nameserver on this machine answers. */
export interface LiveAnswer {
  readonly question: Question;
  readonly steps: readonly LiveStep[];
  readonly answer: Answer;
}

/** What answers for one name, in words, with the records that it is by. */
export interface LiveStep {
  readonly words: readonly string[];
  readonly records: readonly PlacedRecord[];
}

/** Asks what is served now. */
export async function askServed(question: Question, served: Served, asker: Asker): Promise<LiveAnswer> {
  const { address, port } = served;
  const nameserver = { name: address, address, port };
  const [steps, [answer]] = await Promise.all([
    stepsTo(question, served.zones),
    asker.ask(nameserver, "udp", [question], { timeout: 1_000, tries: 2 }),
  ]);
  return { question, steps: withSilence(steps, answer!), answer: answer! }; // as many answers as questions
}

/** At an ALIAS the nameserver says SERVFAIL as long as nobody has told it what the target has. */
function withSilence(steps: readonly LiveStep[], answer: Answer): readonly LiveStep[] {
  const last = steps.at(-1);
  const alias = last?.records.find(({ type }) => type === ALIAS);
  if (answer.outcome !== "reply" || answer.rcode !== SERVFAIL || last === undefined || alias === undefined)
    return steps;
  const target = printName(alias.rdata as Name); // ALIAS holds one name
  const why = `No resolver has told what ${target} has, so the answer is SERVFAIL until one does. --resolver ADDRESS:PORT says whom to ask in place of the machine's own.`;
  return [...steps.slice(0, -1), { ...last, words: [...last.words, why] }];
}

/** Why these zones answer a question as they do. */
export async function stepsTo({ name, type }: Question, zones: readonly SourceZone[]): Promise<LiveStep[]> {
  return stepsOf(await wayIn(zones, name), type);
}

const CONTENTS = new WeakMap<SourceZone, ZoneContent>();

function wayIn(zones: readonly SourceZone[], name: Name): Promise<Way> {
  const byOrigin = new Map(zones.map((zone) => [keyOf(zone.origin), zone]));
  const look = (at: Name): Looked => {
    for (let origin = keyOf(at); ; origin = parentOf(origin)) {
      const zone = byOrigin.get(origin);
      if (zone !== undefined) return { kind: "zone", origin, content: contentOf(zone) };
      if (parentOf(origin) === origin) return { kind: "outside" };
    }
  };
  return wayOf(name, (at) => Promise.resolve(look(at)));
}

function contentOf(zone: SourceZone): ZoneContent {
  const known = CONTENTS.get(zone);
  if (known !== undefined) return known;
  const made = inWhole(zone);
  CONTENTS.set(zone, made);
  return made;
}

/** The way as far as a question of this type goes: one for CNAME itself follows no alias. */
function stepsOf({ steps }: Way, type: number): LiveStep[] {
  const followed = type === CNAME || type === ANY ? steps.slice(0, firstAlias(steps) + 1) : steps;
  return followed.map((step, index) => ({
    words: wordsOf(step, type, index === followed.length - 1),
    records: recordsOf(step, type),
  }));
}

function firstAlias(steps: readonly WayStep[]): number {
  const at = steps.findIndex(
    ({ records, by }) => by.kind !== "dname" && records.some(({ type }) => type === CNAME),
  );
  return at === -1 ? steps.length : at;
}

/** Of all that stands there what the answer is made of. */
function recordsOf({ by, records }: WayStep, type: number): readonly PlacedRecord[] {
  if (by.kind === "delegation" || by.kind === "dname") return records;
  const alias = records.filter((record) => record.type === CNAME);
  if (alias.length > 0) return alias;
  return records.filter((record) => type === ANY || record.type === type || record.type === ALIAS);
}

function wordsOf(step: WayStep, type: number, isLast: boolean): string[] {
  const { name, by, records } = step;
  const shown = printName(name);
  switch (by.kind) {
    case "itself":
      return [`${shown} has records of its own.`, ...whatOf(step, type, isLast)];
    case "no-records":
      return [
        `${shown} exists only because there are names below it: it has no records, and no wildcard stands in for it.`,
      ];
    case "no-such-name":
      return [`${shown} does not exist, and no wildcard stands in for it (NXDOMAIN).`];
    case "outside":
      return [`${shown} lies in no zone here: whoever asks goes on elsewhere.`];
    case "wildcard":
      return [
        `${shown} does not exist. The closest name above it that does is ${printName(parentOf(by.owner))}, so ${printName(by.owner)} stands in.`,
        ...whatOf(step, type, isLast),
      ];
    case "delegation": {
      const isOwn = keyOf(name) === keyOf(by.owner);
      if (isOwn && type === DS) return [`${shown} is delegated, and DS of it is for this zone to answer.`];
      const where = isOwn
        ? `${shown} is delegated`
        : `${shown} lies below the delegation at ${printName(by.owner)}`;
      const glue = records.length > 0 ? ": the answer is a referral to these nameservers." : ".";
      return [`${where}${glue}`];
    }
    case "dname":
      return [
        `The DNAME at ${printName(by.owner)} puts another end to ${isAtOrBelow(name, by.owner) ? sentence(shown) : "it."}`,
      ];
    default:
      return by satisfies never;
  }
}

/** What of the name's records has to do with the type. */
function whatOf({ records }: WayStep, type: number, isLast: boolean): string[] {
  const types = new Set(records.map((record) => record.type));
  if (types.has(CNAME) && type !== CNAME)
    return [
      isLast
        ? "It is an alias, and the way ends here."
        : "It is an alias: the question goes on at its target.",
    ];
  if (type === ANY || types.has(type)) return [];
  if (types.has(ALIAS)) return ["It answers with the addresses of another name."];
  const others = [...types].map(typeName).join(", ");
  return [`It has no ${typeName(type)}, only ${others}: the answer is empty (NODATA).`];
}
