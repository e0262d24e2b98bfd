import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { type AskedDeletion, isWholeCount } from "./asked.ts";

/** How often something that goes was asked for, as plain data for programs. */
export function askedToJson(asked: AskedDeletion): object {
  const { zone, rrset, count, first, since, told, machines, others } = asked;
  return {
    zone: printName(zone),
    ...(rrset && { name: printName(rrset.owner), type: typeName(rrset.type) }),
    questions: count,
    isWhole: isWholeCount(asked),
    first: first.toISOString(),
    since: since.toISOString(),
    told,
    machines,
    others,
  };
}
