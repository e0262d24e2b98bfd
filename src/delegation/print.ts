import { printName } from "../../dns/name.ts";
import { showHidden } from "../../dns/show-hidden.ts";
import { printRecord } from "../../dns/zone-file/print.ts";
import type { Delegation, ParentView } from "./delegation.ts";

/** Delegations for a terminal: what is wrong first, then what each server of the parent says, then what is wanted. */
export function printDelegations(delegations: readonly Delegation[]): string {
  return `${delegations.map(printOne).join("\n\n")}\n`;
}

/** Delegations for programs. */
export function delegationsToJson(delegations: readonly Delegation[]): object {
  return {
    delegations: delegations.map(({ zone, parent, views, findings, wanted }) => ({
      zone: printName(zone),
      parent: parent === undefined ? null : printName(parent),
      findings,
      wanted: {
        ns: wanted.ns.map(printName),
        glue: wanted.glue.map(printRecord),
        ds: wanted.ds.map(printRecord),
      },
      servers: views.map(({ server, says }) => ({ ...server, ...sayingToJson(says) })),
    })),
  };
}

function printOne({ zone, parent, views, findings, wanted }: Delegation): string {
  const worst = findings[0]?.weight;
  const isRight = worst === undefined || worst === "note";
  const above = parent === undefined ? "" : ` by ${printName(parent)} (${views.length} servers asked)`;
  const lines = [
    `${isRight ? "✔" : "✘"} ${printName(zone)} ${isRight ? "is rightly delegated" : "is not rightly delegated"}${above}`,
  ];
  for (const { weight, message, mend } of findings) {
    lines.push(`  ${weight}: ${showHidden(message)}.`, `    ${showHidden(mend)}`);
  }
  if (!isRight) {
    lines.push("  At the registrar there should be:");
    lines.push(...wanted.ns.map((name) => `    nameserver ${printName(name)}`));
    lines.push(...wanted.glue.map((record) => `    host record ${printRecord(record)}`));
    lines.push(...wanted.ds.map((record) => `    ${printRecord(record)}`));
  }
  return lines.join("\n");
}

function sayingToJson(says: ParentView["says"]): object {
  switch (says.kind) {
    case "delegated":
      return {
        kind: says.kind,
        ns: says.ns.map(printName),
        glue: says.glue.map(printRecord),
        ds: says.ds.map(printRecord),
      };
    case "serves-both":
      return { kind: says.kind, ds: says.ds.map(printRecord) };
    case "not-delegated":
    case "silent":
      return says;
    default:
      return says satisfies never;
  }
}
