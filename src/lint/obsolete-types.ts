import { printName } from "../../dns/name.ts";
import { RECORD_TYPES } from "../../dns/records/index.ts";
import type { AnyRecordType } from "../../dns/records/record-type.ts";
import type { Family, Find, Rule } from "./rule.ts";
import type { ZoneIndex } from "./zone-index.ts";

const OBSOLETE_TYPE: Rule = {
  id: "obsolete-type",
  severity: "info",
  source: "IANA, Resource Record (RR) TYPEs",
  about: "A record of a type that another one replaced",
  why: "It is read and served as any other, but programs look for the type that took its place.",
  mend: "Write what took its place, or remove the record.",
  accepted: ["'': {type: MX, value: {preference: 10, exchange: mail.example.net.}}\n"],
  refused: [
    {
      sample: "old: {type: MD, value: mail.example.net.}\n",
      finds: ["1:24 old.example.com. has a record of type MD, which is obsolete"],
    },
    {
      sample: "old: {type: A6, value: {prefix_length: 0, address_suffix: '2001:db8::1'}}\n",
      finds: ["1:24 old.example.com. has a record of type A6, which is obsolete"],
    },
  ],
};

/** Types that nobody should publish any more. The sentences stand with the record types. */
export const OBSOLETE_TYPES: Family = {
  subject: "Obsolete types",
  rules: [OBSOLETE_TYPE],
  check: checkTypes,
};

const OBSOLETE: readonly AnyRecordType[] = RECORD_TYPES.filter(
  (type: AnyRecordType) => type.obsolete !== undefined,
);

function checkTypes({ setsOf }: ZoneIndex, find: Find): void {
  for (const type of OBSOLETE) {
    for (const { records } of setsOf(type.code)) {
      const record = records[0]!; // an RRset has one at least
      const message = `${printName(record.owner)} has a record of type ${type.type}, which is obsolete`;
      find(OBSOLETE_TYPE, record.at, message, `${type.obsolete}.`, record);
    }
  }
}
