import { RECORD_TYPES } from "../../dns/records/index.ts";
import type { AnyRecordType } from "../../dns/records/record-type.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find } from "./rule.ts";
import type { ZoneIndex } from "./zone-index.ts";

/** What the fields of one record have to do with each other. The rules stand with the record types. */
export const VALUES: Family = { subject: "Values", rules: [], check: checkValues };

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
  find({ id: rule, severity: "error", source: type.rfc }, at, message, help, record);
}
