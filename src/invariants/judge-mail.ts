import { type Name, printName, ROOT } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { A, AAAA, MX } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { type Fault, openAt } from "./judge-resolved.ts";
import { type Resolved, resolve } from "./resolve.ts";
import type { AnswerOf } from "./seen-answer.ts";

/**
 * Mail for a domain has a way: an MX whose host has an address; without MX the domain's own address (RFC 5321 §5.1); or
 * a null MX, which says that no mail is wanted (RFC 7505 §3). One host that can be reached is enough.
 */
export function judgeMail(domain: Name, answerOf: AnswerOf): Fault {
  const mx = resolve(domain, MX, answerOf);
  if (mx.last.kind === "outside") return openAt(mx.end, mx.links);
  const ways = mx.last.kind === "records" ? exchangesOf(mx.last.records) : [mx.end];
  if (ways.length === 0) return undefined;
  const found = ways.map((host) => ({ host, how: reach(host, answerOf) }));
  if (found.some(({ how }) => how.kind === "records")) return undefined;
  const outside = found.find(({ how }) => how.kind === "outside");
  if (outside !== undefined) return openAt(outside.host, [...mx.last.records, ...mx.links]);
  if (mx.last.kind === "nothing") return { what: "has neither an MX nor an address", records: mx.links };
  const hosts = found.map(({ host }) => printName(host)).join(", ");
  const what =
    found.length === 1 ? `has one MX, ${hosts}, without an address` : `has MX without addresses: ${hosts}`;
  return { what, records: [...mx.last.records, ...mx.links] };
}

/** The hosts that take mail: none for a null MX, whose only host is the root (RFC 7505 §3). */
export function exchangesOf(records: readonly ZoneRecord[]): Name[] {
  return records.flatMap(({ rdata }) => {
    const mx = decode(MX, rdata);
    return mx.type === "MX" && mx.exchange !== ROOT ? [mx.exchange] : [];
  });
}

function reach(host: Name, answerOf: AnswerOf): Resolved["last"] {
  const all = [A, AAAA].map((type) => resolve(host, type, answerOf).last);
  return all.find(({ kind }) => kind === "records") ?? all.find(({ kind }) => kind === "outside") ?? all[0]!;
}
