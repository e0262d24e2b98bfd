import { ALIAS } from "../../dns/alias-type.ts";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { CNAME, HTTPS, MX, NS, PTR, SRV, SVCB } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import { writing } from "../source/suggest.ts";
import { answerOf } from "./answer.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import type { ZoneIndex } from "./zone-index.ts";

const TARGET_ONE_LABEL: Rule = {
  id: "target-one-label",
  severity: "warning",
  about: "A target of one label, such as www",
  why: "In octoDNS' format names in data are whole names, with or without the final dot: they are never put below the zone, as a zone file does it. No host has the name of a top-level domain.",
  mend: "Write the whole name, as in www.example.com.",
  accepted: [
    "www: {type: CNAME, value: web.example.net}\n_pop3._tcp: {type: SRV, value: {priority: 0, weight: 0, port: 0, target: .}}\n",
    {
      "test.yaml":
        "www: {type: CNAME, value: test.}\ntest: {type: A, value: 192.0.2.1}\n'': {type: A, value: 192.0.2.1}\n",
    },
    { "127.in-addr.arpa.yaml": "1.0.0: {type: PTR, value: localhost.}\n" },
  ],
  refused: [
    {
      sample: "www: {type: CNAME, value: web}\n",
      finds: ["1:27 CNAME target web. has one label; expected a whole name"],
    },
    {
      sample: `lists: {type: MX, value: {preference: 10, exchange: mx.}}
_sip._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 5060, target: sip}}
'': {type: HTTPS, value: {svcpriority: 1, targetname: web}}
`,
      finds: [
        "1:53 MX target mx. has one label; expected a whole name",
        "2:76 SRV target sip. has one label; expected a whole name",
        "3:55 HTTPS target web. has one label; expected a whole name",
      ],
    },
  ],
};

/** Targets that somebody took for relative to the zone. */
export const ONE_LABEL: Family = {
  subject: "Targets that are no whole names",
  rules: [TARGET_ONE_LABEL],
  check: checkOneLabel,
};

/** Types whose data have a host's name behind so many octets. */
const KINDS = [
  { type: NS, skip: 0, field: "target" },
  { type: CNAME, skip: 0, field: "target" },
  { type: ALIAS, skip: 0, field: "target" },
  { type: PTR, skip: 0, field: "target" },
  { type: MX, skip: 2, field: "exchange" },
  { type: SRV, skip: 6, field: "target" },
  { type: SVCB, skip: 2, field: "targetname" },
  { type: HTTPS, skip: 2, field: "targetname" },
] as const;

function checkOneLabel(index: ZoneIndex, find: Find): void {
  for (const { type, skip, field } of KINDS) {
    for (const { records } of index.setsOf(type)) {
      for (const record of records) {
        const target = oneLabelAt(record, skip);
        if (target === undefined || target === LOCALHOST) continue;
        if (answerOf(target, index.zones).kind !== "elsewhere") continue; // a zone of one label is ours
        const message = `${typeName(type)} target ${printName(target)} has one label; expected a whole name`;
        const whole = `${target.slice(0, -1)}${index.apex}` as Name; // a label before a name is a name
        const help = `Names in data are never relative: write ${printName(whole)} if that is meant.`;
        // A name that is there is what was meant.
        const isThere = answerOf(keyOf(whole), index.zones).kind === "records";
        const at = record.fieldsAt?.[field] ?? record.at;
        find(TARGET_ONE_LABEL, at, message, help, record, isThere ? writing(printName(whole)) : undefined);
      }
    }
  }
}

const LOCALHOST = "\x09localhost\0"; // what 127.0.0.1 is called (RFC 1912 §4.1)

/** The name in the data, where it is one label and the root. */
function oneLabelAt({ rdata }: LintRecord, skip: number): Name | undefined {
  const length = rdata.charCodeAt(skip);
  if (length === 0 || rdata.charCodeAt(skip + 1 + length) !== 0) return undefined;
  return keyOf(rdata.slice(skip, skip + length + 2) as Name); // the types' data have a name there
}
