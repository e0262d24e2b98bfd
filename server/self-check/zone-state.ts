import { type Name, printName } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { ZONEMD } from "../../dns/type-numbers.ts";
import { authoritative, serialIn } from "../ask/authority.ts";
import type { OwnAnswer } from "../ask/own-question.ts";

/** What the server answers of one zone. */
export interface ZoneState {
  /** In presentation form. */
  readonly name: string;
  /** Of the SOA; null where none was answered. */
  readonly serial: number | null;
  /** Hex digits of the ZONEMD whose serial is the SOA's (RFC 8976 §2.2); null where there is none. */
  readonly digest: string | null;
  /** Answered with authority over UDP. */
  readonly udp: boolean;
  /** Answered with authority over TCP. */
  readonly tcp: boolean;
}

/** What came over one transport to the questions for SOA and ZONEMD. */
export interface ZoneAnswers {
  readonly soa: OwnAnswer;
  readonly zonemd: OwnAnswer;
}

/** Judges the answers of both transports; what is wrong goes to `problems`, a sentence each. */
export function zoneState(origin: Name, udp: ZoneAnswers, tcp: ZoneAnswers, problems: string[]): ZoneState {
  const name = printName(origin);
  const overUdp = contentOf(origin, udp);
  const overTcp = contentOf(origin, tcp);
  if ("fault" in overUdp) problems.push(`${name} over UDP: ${overUdp.fault}`);
  if ("fault" in overTcp) problems.push(`${name} over TCP: ${overTcp.fault}`);
  if (!("fault" in overUdp || "fault" in overTcp)) {
    const differs = overUdp.serial !== overTcp.serial || overUdp.digest !== overTcp.digest;
    if (differs) problems.push(`${name}: ${describe(overUdp)} over UDP, ${describe(overTcp)} over TCP`);
  }
  const content = "fault" in overTcp ? overUdp : overTcp;
  return {
    name,
    serial: "fault" in content ? null : content.serial,
    digest: "fault" in content ? null : content.digest,
    udp: !("fault" in overUdp),
    tcp: !("fault" in overTcp),
  };
}

interface Content {
  readonly serial: number;
  readonly digest: string | null;
}

function contentOf(origin: Name, { soa, zonemd }: ZoneAnswers): Content | { readonly fault: string } {
  const serial = serialIn(origin, soa);
  if (typeof serial !== "number") return serial;
  const digests = authoritative(zonemd);
  if ("fault" in digests) return { fault: `ZONEMD: ${digests.fault}` };
  for (const { type, rdata } of digests.answer) {
    const zone = type === ZONEMD ? decode(ZONEMD, rdata) : undefined;
    if (zone?.type !== "ZONEMD" || zone.serial !== serial || zone.scheme !== SIMPLE) continue;
    return { serial, digest: Buffer.from(zone.digest, "latin1").toString("hex") };
  }
  return { serial, digest: null };
}

const SIMPLE = 1; // RFC 8976 §2.2.2

function describe({ serial, digest }: Content): string {
  return `serial ${serial}, ${digest === null ? "no digest" : `digest ${digest.slice(0, 8)}…`}`;
}
