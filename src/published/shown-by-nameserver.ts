import { NOERROR, NOTAUTH, NXDOMAIN, REFUSED, rcodeName } from "../../dns/message-rcode.ts";
import { keyOf, type Name, printName } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { Shown } from "../serial/shown.ts";
import type { Answer, Look, LookPatience, Nameserver } from "../verify/types.ts";
import { digestIn, hasContentDigest } from "./digest-in.ts";
import { shownSigned } from "./shown-signed.ts";

/** The response codes of a nameserver that knows whether it has authority for a zone (RFC 1035 §4.1.1, RFC 2136 §2.2). */
const SAYS_WHETHER: ReadonlySet<number> = new Set([NOERROR, NXDOMAIN, REFUSED, NOTAUTH]);

/** For a plan, which people wait for: silence leaves a serial unknown there, and no more. */
export const BRIEFLY: LookPatience = { timeout: 400, tries: 3 };

/** For what stops or fails where a nameserver is silent: a deployment, the state of one, and what is asked after it. */
export const PATIENTLY: LookPatience = { timeout: 1_000, tries: 4 };

/** What a nameserver shows of each zone: its SOA serial, and its ZONEMD where that has the same serial. */
export async function shownByNameserver(
  nameserver: Nameserver,
  origins: readonly Name[],
  look: Look,
  patience: LookPatience,
): Promise<Shown[]> {
  const by = `${nameserver.name} (${nameserver.address})`;
  const questions = [SOA, ZONEMD].flatMap((type) => origins.map((name) => ({ name, type })));
  const answers = await look(nameserver, questions, patience);
  const zonemdOf = (index: number) => answers[origins.length + index]!;
  const signed = origins.filter((_, index) => isSignedBy(zonemdOf(index)));
  const again = signed.length === 0 ? undefined : await shownSigned(nameserver, signed, look, patience);
  return origins.map((origin, index) => {
    const shown = shownBy(origin, answers[index]!, zonemdOf(index));
    const who = { by, nameserver: nameserver.name };
    const instead = again?.get(keyOf(origin));
    if (shown.kind !== "serial" || instead === undefined) return { ...who, ...shown };
    if (instead.kind === "silent") return { ...who, ...instead };
    return { ...who, ...instead, ...(shown.timers && { timers: shown.timers }) };
  });
}

/** The zone is signed by a nameserver of ours, so its serial is that of a week. */
function isSignedBy(zonemdAnswer: Answer): boolean {
  return zonemdAnswer.outcome === "reply" && zonemdAnswer.aa && hasContentDigest(zonemdAnswer.answer);
}

type WhatItShows = Shown extends infer S ? (S extends Shown ? Omit<S, "by" | "nameserver"> : never) : never;

/**
 * Content counts only where AA is set, and a digest only where its serial is the SOA's. A nameserver whose answer does
 * not tell whether it has the zone is silent about it: a failure, as of a zone that it could not load, or a cache's SOA.
 */
function shownBy(origin: Name, soaAnswer: Answer, zonemdAnswer: Answer): WhatItShows {
  if (soaAnswer.outcome !== "reply") return { kind: "silent", reason: soaAnswer.reason };
  const { rcode, aa, answer } = soaAnswer;
  const soa = answer.find(({ type, owner }) => type === SOA && keyOf(owner) === keyOf(origin));
  if (!SAYS_WHETHER.has(rcode))
    return { kind: "silent", reason: `it answers ${rcodeName(rcode)}`, fails: true };
  if (soa === undefined) return { kind: "absent" };
  if (!aa) return { kind: "silent", reason: "it answers without authority, as a cache does" };
  const rdata = decode(SOA, soa.rdata);
  if (rdata.type !== "SOA")
    return { kind: "silent", reason: `its SOA of ${printName(origin)} cannot be read` };
  const { serial, refresh, retry } = rdata;
  const held = { serial, timers: { refresh, retry } };
  const digest =
    zonemdAnswer.outcome === "reply" && zonemdAnswer.aa ? digestIn(zonemdAnswer.answer, serial) : undefined;
  return digest === undefined ? { kind: "serial", ...held } : { kind: "serial", ...held, digest };
}
