import { ALIAS } from "../../dns/alias-type.ts";
import { keyOf, type Name, printName, ROOT } from "../../dns/name.ts";
import { A, AAAA, HTTPS, MX, SRV, SVCB } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import { answerOf } from "./answer.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { recordsAt, type ZoneIndex } from "./zone-index.ts";

const WHY = "Whoever comes for the service finds no host.";
const MEND = "Write a host that has addresses, or add an A or AAAA record for it.";

const MX_TARGET_MISSING: Rule = {
  id: "mx-target-missing",
  severity: "warning",
  source: "RFC 5321 §5.1",
  about: "An MX whose target lies in one of these zones and has no address there",
  why: "Senders find no host to deliver to: they try the next MX, or the mail comes back.",
  mend: MEND,
  absence: true,
  accepted: [
    "lists: {type: MX, value: {preference: 10, exchange: mx.example.com.}}\nmx: {type: A, value: 192.0.2.25}\n",
  ],
  refused: [
    {
      sample: "lists: {type: MX, value: {preference: 10, exchange: mx.example.com.}}\n",
      finds: ["1:53 MX target mx.example.com. has no A or AAAA record in example.com., which is ours"],
    },
  ],
};

const SRV_TARGET_MISSING: Rule = {
  id: "srv-target-missing",
  severity: "warning",
  source: "RFC 2782",
  about: "An SRV whose target lies in one of these zones and has no address there",
  why: WHY,
  mend: MEND,
  absence: true,
  accepted: [
    "_sip._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 5060, target: sip.example.com.}}\nsip: {type: A, value: 192.0.2.61}\n",
  ],
  refused: [
    {
      sample:
        "_sip._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 5060, target: sip.example.com.}}\n",
      finds: ["1:76 SRV target sip.example.com. has no A or AAAA record in example.com., which is ours"],
    },
  ],
};

const SVCB_TARGET_MISSING: Rule = {
  id: "svcb-target-missing",
  severity: "warning",
  source: "RFC 9460 §3",
  about: "An HTTPS or SVCB record whose target lies in one of these zones and has no address there",
  why: WHY,
  mend: MEND,
  absence: true,
  accepted: [
    "'': {type: HTTPS, value: {svcpriority: 1, targetname: web.example.com.}}\nweb: {type: AAAA, value: '2001:db8::80'}\n",
  ],
  refused: [
    {
      sample: "'': {type: HTTPS, value: {svcpriority: 1, targetname: web.example.com.}}\n",
      finds: ["1:55 HTTPS target web.example.com. has no A or AAAA record in example.com., which is ours"],
    },
  ],
};

/** Records that send people to hosts which are not there. */
export const DANGLING: Family = {
  subject: "Hosts that are not there",
  rules: [MX_TARGET_MISSING, SRV_TARGET_MISSING, SVCB_TARGET_MISSING],
  check: checkDangling,
};

/** Types whose data name a host: the octets before the name, and what the host may have instead of addresses. */
const KINDS = [
  { type: MX, skip: 2, field: "exchange", rule: MX_TARGET_MISSING, instead: [] },
  { type: SRV, skip: 6, field: "target", rule: SRV_TARGET_MISSING, instead: [] },
  { type: SVCB, skip: 2, field: "targetname", rule: SVCB_TARGET_MISSING, instead: [SVCB] },
  { type: HTTPS, skip: 2, field: "targetname", rule: SVCB_TARGET_MISSING, instead: [HTTPS] },
];

function checkDangling(index: ZoneIndex, find: Find): void {
  const lacking = new Map<Name, Name | undefined>(); // the same few hosts are named over and over
  for (const { type, skip, field, rule, instead } of KINDS) {
    lacking.clear();
    for (const { records } of index.setsOf(type)) {
      for (const record of records) {
        const target = nameAt(record, skip);
        if (target === ROOT) continue; // nobody, or the record's own name
        if (!lacking.has(target))
          lacking.set(target, lackingZoneOf(target, [A, AAAA, ALIAS, ...instead], index));
        const zone = lacking.get(target);
        if (zone === undefined) continue;
        const message = `${typeName(type)} target ${printName(target)} has no A or AAAA record in ${printName(zone)}, which is ours`;
        find(rule, record.fieldsAt?.[field] ?? record.at, message, MEND, record);
      }
    }
  }
}

/** The name that begins behind the first octets of the data. */
function nameAt({ rdata }: LintRecord, skip: number): Name {
  let end = skip;
  while (rdata.charCodeAt(end) !== 0) end += 1 + rdata.charCodeAt(end);
  return keyOf(rdata.slice(skip, end + 1) as Name); // the types' data have a name there
}

/** Our zone in which the name should have records of these types and has none. An alias is told by another rule. */
function lackingZoneOf(target: Name, types: readonly number[], { zones }: ZoneIndex): Name | undefined {
  const answer = answerOf(target, zones);
  switch (answer.kind) {
    case "nothing":
      return answer.zone.apex;
    case "records":
      return answer.zone.zone.complete && types.every((type) => recordsAt(answer.node, type).length === 0)
        ? answer.zone.apex
        : undefined;
    case "alias":
    case "elsewhere":
      return undefined;
    default:
      return answer satisfies never;
  }
}
