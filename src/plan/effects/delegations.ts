import { keyOf, type Name, printName } from "../../../dns/name.ts";
import { decode } from "../../../dns/records/index.ts";
import { span } from "../../../dns/span.ts";
import { A, AAAA, DNAME, DS, NS } from "../../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../../dns/zone.ts";
import type { RrsetChange } from "../changes.ts";
import { listed } from "./listed.ts";
import type { NameSpace } from "./name-space.ts";

/** What a change does to a part of the name space that others have, or that is led elsewhere; undefined when nothing. */
export function delegationSentence(
  change: RrsetChange,
  origin: Name,
  after: () => NameSpace,
): string | undefined {
  const atApex = keyOf(change.owner) === keyOf(origin);
  switch (change.type) {
    case NS:
      return atApex ? apexSentence(change) : cutSentence(change);
    case DS:
      return dsSentence(change, after);
    case DNAME:
      return dnameSentence(change);
    case A:
    case AAAA:
      return glueSentence(change, after);
    default:
      return undefined;
  }
}

function apexSentence({ kind }: RrsetChange): string | undefined {
  return kind === "added" ? undefined : "The registrar must have the same nameservers";
}

function cutSentence({ kind, added, removed }: RrsetChange): string {
  switch (kind) {
    case "added":
      return `A delegation begins: ${listed(hosts(added))} answer for it and for all names below`;
    case "removed":
      return "A delegation ends: this zone answers for it and for all names below";
    case "changed": {
      const come = added.length > 0 ? [`comes to ${listed(hosts(added))}`] : [];
      const go = removed.length > 0 ? [`leaves ${listed(hosts(removed))}`] : [];
      return `The delegation ${[...come, ...go].join(" and ")}: the child must have the same nameservers`;
    }
    default:
      return kind satisfies never;
  }
}

/** A validator that has the old DS and meets new keys, or the other way round, sees a forgery (RFC 6781 §4.1.2). */
function dsSentence(change: RrsetChange, after: () => NameSpace): string | undefined {
  const { owner, kind, removed } = change;
  if (after().cutOf(keyOf(owner)) === undefined) return undefined; // the delegation itself ends
  const old = span(change.ttl?.from ?? removed[0]?.ttl ?? 0);
  if (kind === "removed")
    return `Validators take the child for unsigned; it must stay signed for ${old} more`;
  const fit = "The child must be signed with a key that fits the new DS before this goes out";
  return removed.length === 0 ? fit : `${fit}, and keep the old key for ${old} after`;
}

function dnameSentence({ kind, added, removed }: RrsetChange): string {
  switch (kind) {
    case "added":
      return `All names below lead to the same names below ${listed(hosts(added))} (DNAME)`;
    case "removed":
      return `The names below no longer lead to those below ${listed(hosts(removed))} (DNAME)`;
    case "changed":
      return `All names below lead to those below ${listed(hosts(added))}, no longer to those below ${listed(hosts(removed))} (DNAME)`;
    default:
      return kind satisfies never;
  }
}

/** Addresses at or below a delegation are copies: the child has the true ones (RFC 1034 §4.2.1). */
function glueSentence({ owner, kind }: RrsetChange, after: () => NameSpace): string | undefined {
  if (kind === "removed") return undefined;
  const cut = after().cutOf(keyOf(owner));
  return cut === undefined ? undefined : `It is glue: ${printName(cut)} itself must say the same`;
}

/** The names that NS or DNAME records lead to. */
function hosts(records: readonly ZoneRecord[]): string[] {
  return records.map(({ type, rdata }) => {
    const data = decode(type, rdata);
    return data.type === "NS" ? printName(data.target) : data.type === "DNAME" ? printName(data.target) : "";
  });
}
