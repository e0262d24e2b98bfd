import { ipv6 } from "../../dns/fields/ipv6.ts";
import { fitsKey } from "../../dns/key-digest.ts";
import { isAtOrBelow, keyOf, type Name, printName } from "../../dns/name.ts";
import { AAAA } from "../../dns/records/aaaa.ts";
import { codecOf } from "../../dns/records/index.ts";
import { DS, NS } from "../../dns/type-numbers.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { keysAtApex } from "../dnssec/keys-at-apex.ts";
import type { AskResolver } from "../lint/ask-resolver.ts";
import type { Answer, Question } from "../verify/types.ts";
import type { Finding } from "./failure.ts";
import type { FlyAddress } from "./fly/fly.ts";

/** What the world around the zones says, asked of a resolver: the DS at their parents, and where our nameservers are. */
export async function checkParents(
  { zones, allowBogus }: { readonly zones: readonly Zone[]; readonly allowBogus: ReadonlySet<Name> },
  addresses: readonly FlyAddress[],
  resolve: AskResolver,
): Promise<Finding[]> {
  const ours = zones.flatMap(({ records }) => records.filter(({ type }) => type === AAAA.code));
  const isOurs = (name: Name) => zones.some(({ origin }) => isAtOrBelow(name, keyOf(origin)));
  const names = nameserverNames(zones).filter((name) => !isOurs(name));
  const questions: Question[] = [
    ...zones.map(({ origin }) => ({ name: origin, type: DS, recursive: true })),
    ...names.map((name) => ({ name, type: AAAA.code, recursive: true })),
  ];
  const answers = await resolve(questions);
  const outside = answers.slice(zones.length).flatMap((answer) => recordsIn(answer, AAAA.code));
  return [
    ...zones.flatMap((zone, index) => checkDs(zone, answers[index]!, allowBogus)),
    ...checkAaaa([...ours, ...outside], nameserverNames(zones), addresses),
    ...silence(questions, answers),
  ];
}

/** The names (by key) that the apexes' NS records lead to. */
function nameserverNames(zones: readonly Zone[]): Name[] {
  const names = zones.flatMap(
    ({ origin, records }) =>
      records
        .filter(({ owner, type }) => type === NS && keyOf(owner) === keyOf(origin))
        .map(({ rdata }) => keyOf(rdata as Name)), // rdata of NS is a name
  );
  return [...new Set(names)];
}

/**
 * A DS that fits no key of the zone makes every validating resolver answer SERVFAIL for all of it (RFC 4035 §5.2), as
 * when a signed domain moves here.
 */
function checkDs(source: Zone, answer: Answer, allowBogus: ReadonlySet<Name>): Finding[] {
  const { origin } = source;
  const found = recordsIn(answer, DS).filter(({ owner }) => keyOf(owner) === keyOf(origin));
  const keys = keysAtApex(source);
  if (found.length === 0 || found.some((ds) => keys.some((key) => fitsKey(ds, key)))) return [];
  const name = printName(origin);
  const what = `The parent of ${name} has the DS "${codecOf(DS).print(found[0]!.rdata)}", which fits no key of ours: validating resolvers would answer SERVFAIL for all of it`;
  if (allowBogus.has(keyOf(origin)))
    return [{ warning: `${what}; allowed by "allow-bogus: ${name.slice(0, -1)}"` }];
  return [
    {
      what,
      run: `have the registrar remove the DS and wait ${found[0]!.ttl} seconds (or allow it with "allow-bogus: ${name.slice(0, -1)}")`,
    },
  ];
}

/** An AAAA of a nameserver that leads to Fly.io gets no answer over UDP, and some resolvers ask nothing else. */
function checkAaaa(
  records: readonly ZoneRecord[],
  names: readonly Name[],
  addresses: readonly FlyAddress[],
): Finding[] {
  const v6 = new Set(
    addresses.filter(({ kind }) => kind === "v6").map(({ address }) => ipv6.accept(address)),
  );
  const leading = records.filter(
    ({ owner, rdata }) => names.includes(keyOf(owner)) && v6.has(codecOf(AAAA.code).print(rdata)),
  );
  return leading.map(({ owner, rdata }) => ({
    what: `${printName(owner)} has the AAAA ${codecOf(AAAA.code).print(rdata)}, an address of the app that carries no UDP`,
    run: `remove the AAAA record of ${printName(owner)}, and its glue at the registrar`,
  }));
}

function recordsIn(answer: Answer, type: number): ZoneRecord[] {
  return answer.outcome === "reply" ? answer.answer.filter((record) => record.type === type) : [];
}

/** One warning for all that was not answered, because the reason is most often one. */
function silence(questions: readonly Question[], answers: readonly Answer[]): Finding[] {
  const silent = answers.flatMap((answer, index) =>
    answer.outcome === "reply" || questions[index]!.type !== DS ? [] : [{ answer, index }],
  );
  const [first] = silent;
  if (first === undefined) return [];
  const zone = printName(questions[first.index]!.name);
  const more = silent.length === 1 ? "" : ` and of ${silent.length - 1} more`;
  return [
    {
      warning: `Whether the parent of ${zone}${more} has a DS is not known: the resolver gave no answer (${first.answer.reason})`,
    },
  ];
}
