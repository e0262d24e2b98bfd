import { isAtOrBelow, keyOf, type Name, parentOf, printName } from "../../../dns/name.ts";
import { codecOf } from "../../../dns/records/index.ts";
import { NSEC, NSEC3, RRSIG, SOA } from "../../../dns/type-numbers.ts";
import { typeName } from "../../../dns/types.ts";
import { type Plan, serialOf } from "../../plan/plan.ts";
import type { SerialDecision } from "../../serial/decide.ts";
import type { Miss, PathResult, Transport, Verification } from "../../verify/types.ts";
import { count } from "../wording.ts";
import { codeSpan } from "./escape.ts";
import { folded, table } from "./table.ts";

/**
 * What is answered for every RRset that a plan changes, over UDP and TCP: folded when all is as the zones say, else
 * what came instead first. Undefined where nothing changes, or where not every change was asked for.
 */
export function changedAnswers({ zones }: Plan, verification: Verification): string | undefined {
  const changed = zones.flatMap(({ zone, decision, changes = [] }) =>
    changes
      .filter(({ type }) => !WITH_OTHERS.includes(type))
      .map(({ owner, type, kind }) => ({ zone, decision, owner, type, isGone: kind === "removed" })),
  );
  const paths = pathsWithAll(verification, changed.length);
  if (changed.length === 0 || paths.length === 0) return undefined;
  const judges = TRANSPORTS.map((transport) => judgeOf(paths.filter((path) => path.transport === transport)));
  const judged = changed.map((subject) => ({ ...subject, verdicts: judges.map((judge) => judge(subject)) }));
  const isRight = ({ verdicts }: (typeof judged)[number]) => verdicts.every((verdict) => verdict === RIGHT);
  const wrong = judged.filter((subject) => !isRight(subject));
  const inSight = [...wrong, ...judged.filter(isRight)].slice(0, MOST_ROWS);
  const rows = inSight.map(({ zone, decision, owner, type, isGone, verdicts }) => [
    codeSpan(printName(owner)),
    typeName(type),
    isGone ? "no longer there" : type === SOA ? soaText(decision) : valuesOf(zone.records, owner, type),
    ...verdicts,
  ]);
  const more = judged.length - inSight.length;
  const moreWrong = Math.max(0, wrong.length - inSight.length);
  const rest =
    more === 0
      ? ""
      : `\n\n… and ${more} more${moreWrong === 0 ? ", all ✅" : `, ${moreWrong} of them not ✅`}.`;
  const body = `${table(["name", "type", "expected", "UDP", "TCP"], rows)}${rest}`;
  return wrong.length === 0
    ? folded(`✅ ${count(changed.length, "changed RRset")}, by UDP and TCP`, body)
    : body;
}

/** They come with the answers to other questions, and mean nothing when they are asked for. */
const WITH_OTHERS: readonly number[] = [RRSIG, NSEC, NSEC3];

const TRANSPORTS: readonly Transport[] = ["udp", "tcp"];
const MOST_ROWS = 50;
const MOST_VALUES = 3; // of an RRset
const MOST_CHARACTERS = 60; // of a value

const RIGHT = "✅";
const UNKNOWN = "?"; // not asked, or some answers were wrong and it is not known which

/** Those of the client that asked for all changes: it is the last where dig asked for a sample. */
function pathsWithAll({ paths, coverage }: Verification, changed: number): readonly PathResult[] {
  if (coverage === undefined) return paths;
  const all = coverage.changed.asked.at(-1);
  if (all === undefined || all.count < changed) return [];
  return paths.filter(({ client }) => client.kind === all.client);
}

interface Subject {
  readonly zone: { readonly origin: Name };
  readonly owner: Name;
  readonly type: number;
}

/** What came over one transport, whichever nameserver answered it. */
function judgeOf(paths: readonly PathResult[]): (subject: Subject) => string {
  const asked = paths.filter(({ notAsked }) => notAsked === undefined);
  const misses = new Map<string, Miss>();
  for (const { misses: some } of asked) {
    for (const miss of some) {
      misses.set(keyOfQuestion(miss.zone, miss.name, miss.type), miss);
      // A wildcard is asked for by a made-up name below its parent, too.
      for (let name = keyOf(miss.name); name !== keyOf(miss.zone) && isAtOrBelow(name, miss.zone); ) {
        name = parentOf(name);
        misses.set(keyOfQuestion(miss.zone, `\x01*${name}` as Name, miss.type), miss); // a label before a name
      }
    }
  }
  // One miss may stand for many questions that met silence, and not every miss is written down.
  const isEachKnown = asked.every((path) => path.asked - path.passed === path.misses.length);
  return ({ zone, owner, type }) => {
    const miss = misses.get(keyOfQuestion(zone.origin, owner, type));
    if (miss !== undefined) return `❌ ${miss.kind}<br>${clipped(miss.got)}`;
    return asked.length > 0 && isEachKnown ? RIGHT : UNKNOWN;
  };
}

function keyOfQuestion(zone: Name, name: Name, type: number): string {
  return `${type} ${zone.length} ${keyOf(name)}`;
}

function valuesOf(records: Plan["zones"][number]["zone"]["records"], owner: Name, type: number): string {
  const key = keyOf(owner);
  const own = records.filter((record) => record.type === type && keyOf(record.owner) === key);
  const more = own.length - MOST_VALUES;
  const values = own.slice(0, MOST_VALUES).map(({ rdata }) => clipped(codecOf(type).print(rdata)));
  return [...values, ...(more > 0 ? [`and ${more} more`] : [])].join("<br>");
}

/** The sources have no serial. */
function soaText(decision: SerialDecision): string {
  const serial = serialOf(decision);
  return serial === undefined ? "a serial that is not decided" : `serial ${serial}`;
}

function clipped(text: string): string {
  const [line = ""] = text.split("\n", 1);
  return codeSpan(line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line);
}
