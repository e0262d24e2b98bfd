import { recordTypeOf } from "../../dns/records/index.ts";
import type { Find } from "./rule.ts";
import type { ZoneIndex } from "./zone-index.ts";

/** What the fields of one record have to do with each other, as its type says. */
export function checkValues({ zone }: ZoneIndex, find: Find): void {
  for (const record of zone.records) {
    const type = recordTypeOf(record.type);
    if (type?.check === undefined) continue;
    const refusal = type.check(type.read(record.rdata));
    if (refusal === undefined) continue;
    const { rule, field, message, help } = refusal;
    const at = (field === undefined ? undefined : record.fieldsAt?.[field]) ?? record.at;
    find({ id: rule, severity: "error", source: type.rfc, about: "", firm: true }, at, message, help, record);
  }
}
