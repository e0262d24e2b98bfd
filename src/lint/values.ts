import { RECORD_TYPES } from "../../dns/records/index.ts";
import type { AnyRecordType } from "../../dns/records/record-type.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { ZONE_HEAD } from "./zone-head.ts";
import type { ZoneIndex } from "./zone-index.ts";

const NAPTR_VALUE: Rule = {
  id: "naptr-value",
  severity: "warning",
  source: "RFC 3403 §4.1, RFC 3402 §3.2",
  about:
    "A NAPTR whose flags do not exist, with both or neither of regexp and replacement, or with a regexp that is none",
  why: "Nameservers and resolvers hand it on. Who follows it comes to no result, or to one that was not meant.",
  mend: "Write one flag, and one of regexp and replacement; a regexp as in !^.*$!sip:info@example.com!.",
  accepted: [
    "'': {type: NAPTR, value: {order: 1, preference: 1, flags: U, service: E2U+sip, regexp: '!^(.*)$!sip:\\1@example.com!i', replacement: .}}\n",
  ],
  refused: [
    {
      sample:
        "'': {type: NAPTR, value: {order: 1, preference: 1, flags: U, service: E2U+sip, regexp: '!^.*$!sip:\\1@example.com!', replacement: .}}\n",
      finds: [
        '1:88 NAPTR regexp is "!^.*$!sip:\\\\1@example.com!"; its replacement has \\1; the groups of its pattern are 0 (RFC 3402 §3.2)',
      ],
    },
  ],
};

const UNASSIGNED_NUMBER: Rule = {
  id: "unassigned-number",
  severity: "warning",
  source: "RFC 4034 §5.1, RFC 4255 §3.1, RFC 6698 §7, RFC 5155 §11",
  about: "A number of DS, CDS, SSHFP, TLSA, SMIMEA or NSEC3PARAM that means nothing yet",
  why: "Who reads the record passes it over, so it is as if it were not there. A later standard may give the number a meaning.",
  mend: "Correct the number, or copy the whole record again from where it was made.",
  accepted: [
    "www: {type: SSHFP, value: {algorithm: 4, fingerprint_type: 2, fingerprint: 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0}}\n",
  ],
  refused: [
    {
      sample: "www: {type: SSHFP, value: {algorithm: 4, fingerprint_type: 9, fingerprint: 8a9a7059}}\n",
      finds: ["1:60 SSHFP fingerprint_type is 9, which means nothing yet; 1 and 2 do"],
    },
  ],
};

const NSEC3_ITERATIONS: Rule = {
  id: "nsec3-iterations",
  severity: "warning",
  source: "RFC 9276 §3.1",
  about: "NSEC3 that hashes names more than once",
  why: "It costs every server and resolver time and protects nothing. Resolvers take such a zone for unsigned, or answer SERVFAIL.",
  mend: "Sign the zone again with 0 iterations and no salt. More than 500 are refused.",
  accepted: [{ "example.com.zone": `${ZONE_HEAD}@ NSEC3PARAM 1 0 0 -\n` }],
  refused: [
    {
      sample: { "example.com.zone": `${ZONE_HEAD}@ NSEC3PARAM 1 0 5 -\n` },
      finds: ["5:1 NSEC3PARAM iterations is 5; expected 0 (RFC 9276 §3.1)"],
    },
  ],
};

/** What the fields of one record have to do with each other. Most of the rules stand with the record types. */
export const VALUES: Family = {
  subject: "Values",
  rules: [NAPTR_VALUE, UNASSIGNED_NUMBER, NSEC3_ITERATIONS],
  check: checkValues,
};

const CHECKED: readonly AnyRecordType[] = RECORD_TYPES.filter(
  (type: AnyRecordType) => type.check !== undefined,
);

function checkValues({ setsOf }: ZoneIndex, find: Find): void {
  for (const type of CHECKED) {
    for (const { records } of setsOf(type.code)) for (const record of records) checkValue(record, type, find);
  }
}

function checkValue(record: LintRecord, type: AnyRecordType, find: Find): void {
  const refusal = type.check?.(type.read(record.rdata));
  if (refusal === undefined) return;
  const { rule, field, message, help } = refusal;
  const at = (field === undefined ? undefined : record.fieldsAt?.[field]) ?? record.at;
  // What is readable and yet never meant is refused here; a nameserver has to serve it.
  const known = VALUES.rules.find(({ id }) => id === rule);
  find({ id: rule, severity: known?.severity ?? "error", source: type.rfc }, at, message, help, record);
}
