import { printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import { type AskedDeletion, type AskedRecorded, isWholeCount } from "./asked.ts";

/** How often something that goes was asked for, as plain data for programs. */
export function askedToJson(asked: AskedDeletion): object {
  const { zone, rrset, count, first, since, told, machines, others, recorded } = asked;
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
    ...(recorded && { recorded: recordedToJson(recorded) }),
  };
}

function recordedToJson({ first, since, seams, found }: AskedRecorded): object {
  return {
    asked: found.kind,
    ...(found.kind === "some" && found.count !== undefined && { questions: found.count }),
    first: first.toISOString(),
    ...(since && { noneSince: since.toISOString() }),
    releases: seams.releases,
    uncountedSeconds: Math.ceil(seams.milliseconds / 1_000),
  };
}
