import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { Mixture } from "../mixtures/mixture.ts";
import { labelFor } from "../plan/dangers.ts";

/** A mixture of old and new answers as plain data: times in seconds, the label where it is a danger. */
export function mixtureToJson(mixture: Mixture): object {
  const { zone, owner, type, kind, isDanger, message, from, until, remedy, at } = mixture;
  return {
    zone: printName(zone),
    name: printName(owner),
    type: typeName(type),
    kind,
    isDanger,
    ...(isDanger && { label: labelFor("mixture", zone) }),
    message,
    from,
    until,
    remedy,
    ...(at && { file: at.file, line: at.line }),
  };
}
