import { keyOf, type Name, printName } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import type { Shown, ShownDigest } from "../serial/shown.ts";
import type { Answer, Asker, Nameserver } from "../verify/types.ts";

const TIMEOUT = 2_000; // milliseconds to wait for each answer
const SIMPLE = 1; // the ZONEMD scheme (RFC 8976 §2.2.2)

/** What a nameserver shows of each zone: its SOA serial, and its ZONEMD where that has the same serial. */
export async function shownByNameserver(
  nameserver: Nameserver,
  origins: readonly Name[],
  asker: Asker,
): Promise<Shown[]> {
  const by = `${nameserver.name} (${nameserver.address})`;
  const noRoute = await asker.noRoute(nameserver.address);
  if (noRoute !== undefined) return origins.map(() => ({ by, kind: "silent", reason: noRoute }));
  const questions = origins.flatMap((name) => [
    { name, type: SOA },
    { name, type: ZONEMD },
  ]);
  let answers = await asker.ask(nameserver, "udp", questions, { timeout: TIMEOUT });
  // A single lost packet is no silence. Where nothing was answered nobody is there, and asking again takes as long again.
  if (answers.some(isMissing) && !answers.every(isMissing)) {
    const again = questions.filter((_, index) => isMissing(answers[index]!));
    const later = await asker.ask(nameserver, "udp", again, { timeout: TIMEOUT });
    answers = answers.map((answer) => (isMissing(answer) ? later.shift()! : answer));
  }
  return origins.map((origin, index) => ({
    by,
    ...shownBy(origin, answers[2 * index]!, answers[2 * index + 1]!),
  }));
}

type WhatItShows = Shown extends infer S ? (S extends Shown ? Omit<S, "by"> : never) : never;

/** Content counts only where AA is set, and a digest only where its serial is the SOA's. */
function shownBy(origin: Name, soaAnswer: Answer, zonemdAnswer: Answer): WhatItShows {
  if (soaAnswer.outcome !== "reply") return { kind: "silent", reason: soaAnswer.reason };
  const soa = soaAnswer.answer.find(({ type, owner }) => type === SOA && keyOf(owner) === keyOf(origin));
  if (!soaAnswer.aa || soa === undefined) return { kind: "absent" };
  const rdata = decode(SOA, soa.rdata);
  if (rdata.type !== "SOA")
    return { kind: "silent", reason: `its SOA of ${printName(origin)} cannot be read` };
  const { serial } = rdata;
  const digest =
    zonemdAnswer.outcome === "reply" && zonemdAnswer.aa ? digestIn(zonemdAnswer.answer, serial) : undefined;
  return digest === undefined ? { kind: "serial", serial } : { kind: "serial", serial, digest };
}

/** The digest of the SIMPLE scheme for this serial, if there is one whose algorithm we know. */
export function digestIn(records: readonly ZoneRecord[], serial: number): ShownDigest | undefined {
  for (const { type, rdata } of records) {
    if (type !== ZONEMD) continue;
    const zonemd = decode(ZONEMD, rdata);
    if (zonemd.type !== "ZONEMD" || zonemd.serial !== serial || zonemd.scheme !== SIMPLE) continue;
    const algorithm = zonemd.hash_algorithm;
    if (algorithm === 1 || algorithm === 2) {
      return { algorithm, digest: zonemd.digest };
    }
  }
  return undefined;
}

function isMissing(answer: Answer): boolean {
  return answer.outcome !== "reply";
}
