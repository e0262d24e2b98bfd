import { ALIAS } from "../../dns/alias-type.ts";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { A, AAAA, NS, RRSIG } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import { type ConfiguredNameserver, othersOf } from "../source/config.ts";
import { type Answer, answerOf, MAX_STEPS } from "./answer.ts";
import type { LintRecord } from "./lint-zone.ts";
import {
  ALIAS_AND_ADDRESS,
  ALIAS_LOOP,
  ALIAS_MULTIPLE,
  ALIAS_ON_SECONDARY,
  ALIAS_PRESIGNED,
  ALIAS_TARGET_MISSING,
  NS_TARGET_ALIAS,
} from "./looked-up-rules.ts";
import type { Family, Find } from "./rule.ts";
import { recordsAt, type ZoneIndex, type Zones } from "./zone-index.ts";

/** Names whose addresses our nameservers look up. That a target is an address or has one label is told with other types. */
export const LOOKED_UP: Family = {
  subject: "ALIAS",
  rules: [
    ALIAS_AND_ADDRESS,
    ALIAS_MULTIPLE,
    ALIAS_LOOP,
    ALIAS_TARGET_MISSING,
    NS_TARGET_ALIAS,
    ALIAS_ON_SECONDARY,
    ALIAS_PRESIGNED,
  ],
  check: checkLookedUp,
};

function checkLookedUp(index: ZoneIndex, find: Find): void {
  checkNameservers(index, find);
  const sets = index.setsOf(ALIAS);
  const [first] = sets;
  if (first === undefined) return;
  for (const { owner, records } of sets) {
    checkBeside(owner, records, index, find);
    checkTarget(records[0]!, index, find); // a set has a record
  }
  const record = first.records[0]!;
  for (const nameserver of lookingNothingUp(index)) checkSecondary(nameserver, record, index, find);
  if (index.setsOf(RRSIG).length === 0) return;
  const message = `${printName(record.owner)} has an ALIAS in a zone that is signed already, so its addresses would have no signatures`;
  find(
    ALIAS_PRESIGNED,
    record.at,
    message,
    "Let our nameservers sign the zone, or write the addresses.",
    record,
  );
}

function checkBeside(owner: Name, [first, ...more]: readonly LintRecord[], index: ZoneIndex, find: Find) {
  for (const second of more) {
    const message = `${printName(second.owner)} has a second ALIAS; expected one`;
    find(ALIAS_MULTIPLE, second.at, message, "Keep one of them.", second);
  }
  const node = index.nodes.get(owner);
  const types = [A, AAAA].filter((type) => recordsAt(node, type).length > 0).map(typeName);
  if (types.length === 0) return;
  const message = `${printName(first!.owner)} has an ALIAS and also ${types.join(" and ")}; expected one or the other`;
  const help = "Remove the ALIAS, or the addresses: it stands for A and AAAA alike.";
  find(ALIAS_AND_ADDRESS, first!.at, message, help, first);
}

function checkTarget(record: LintRecord, { zones }: ZoneIndex, find: Find): void {
  const steps = [keyOf(record.owner)];
  let target: Name | undefined = keyOf(record.rdata as Name); // ALIAS holds one name
  let answer: Answer | undefined;
  while (target !== undefined && steps.length <= MAX_STEPS) {
    const isCircle = steps.includes(target);
    steps.push(target);
    if (isCircle) {
      const message = `ALIAS leads round in a circle: ${steps.map(printName).join(" → ")}`;
      find(ALIAS_LOOP, record.at, message, "Let one of them stand for a name that has addresses.", record);
      return;
    }
    answer = answerOf(target, zones);
    target = nextOf(answer);
  }
  const zone = answer === undefined ? undefined : lackingZone(answer);
  if (zone === undefined) return;
  const what = steps.slice(1).map(printName).join(" → ");
  const message = `ALIAS target ${what} has no A or AAAA record in ${printName(zone)}, which is ours`;
  find(ALIAS_TARGET_MISSING, record.at, message, "Write a name that has addresses.", record);
}

/** Where a name's addresses stand, by what our zones say of it; undefined where that is the name itself, or unknown. */
function nextOf(answer: Answer): Name | undefined {
  switch (answer.kind) {
    case "alias":
      return answer.target;
    case "records": {
      const [alias] = recordsAt(answer.node, ALIAS);
      return alias && keyOf(alias.rdata as Name); // as above
    }
    case "nothing":
    case "elsewhere":
      return undefined;
    default:
      return answer satisfies never;
  }
}

/** Our zone in which addresses are missing at the end of the way. */
function lackingZone(answer: Answer): Name | undefined {
  if (answer.kind === "nothing") return answer.zone.apex;
  if (answer.kind !== "records" || !answer.zone.zone.complete) return undefined;
  const hasSome = [A, AAAA, ALIAS].some((type) => recordsAt(answer.node, type).length > 0);
  return hasSome ? undefined : answer.zone.apex;
}

function checkNameservers({ setsOf, zones }: ZoneIndex, find: Find): void {
  for (const { records } of setsOf(NS)) {
    for (const record of records) {
      const target = keyOf(record.rdata as Name); // NS holds one name
      const alias = aliasAt(target, zones);
      if (alias === undefined) continue;
      const message = `NS target ${printName(target)} has an ALIAS; expected a name with addresses of its own`;
      const { file, line } = alias.at;
      const help = `Write A and AAAA records in place of the ALIAS (${file}:${line}), or another nameserver.`;
      find(NS_TARGET_ALIAS, record.at, message, help, record);
    }
  }
}

function aliasAt(name: Name, zones: Zones): LintRecord | undefined {
  const answer = answerOf(name, zones);
  return answer.kind === "records" ? recordsAt(answer.node, ALIAS)[0] : undefined;
}

function lookingNothingUp({ zone }: ZoneIndex): readonly ConfiguredNameserver[] {
  return othersOf(zone.nameservers ?? []).filter(({ alias }) => alias !== "expands");
}

function checkSecondary(
  { name, at }: ConfiguredNameserver,
  record: LintRecord,
  { zone }: ZoneIndex,
  find: Find,
): void {
  const message = `${printName(record.owner)} has an ALIAS (${record.at.file}:${record.at.line}), and ${printName(name)} is not ours: it gets the record as it is and serves no addresses for it in ${printName(zone.origin)}`;
  const help =
    "Where it looks targets up itself, as PowerDNS does with `expand-alias`, write `alias: expands` at the nameserver; otherwise write A and AAAA records.";
  find(ALIAS_ON_SECONDARY, at, message, help);
}
