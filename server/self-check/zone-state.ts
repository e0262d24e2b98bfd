import { type Name, printName } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { ZONEMD } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import { CONTENT } from "../../dns/zonemd.ts";
import { authoritative, serialIn } from "../ask/authority.ts";
import type { OwnAnswer } from "../ask/own-question.ts";
import { readSignedZone, type SignedZone } from "./signed-zone.ts";

/** What the server answers of one zone. */
export interface ZoneState {
  /** In presentation form. */
  readonly name: string;
  /** Of the SOA; null where none was answered. */
  readonly serial: number | null;
  /** Hex digits of the ZONEMD whose serial is the SOA's (RFC 8976 §2.2); null where there is none. */
  readonly digest: string | null;
  /** Hex digits of the digest of what is written of the zone (ZONEMD of scheme 240) with that serial; null where there is none. */
  readonly content: string | null;
  /** How it was signed here; null where it was not. */
  readonly signed: SignedZone | null;
  /** Answered with authority over UDP. */
  readonly udp: boolean;
  /** Answered with authority over TCP. */
  readonly tcp: boolean;
}

/** What came over one transport to the questions for SOA with its signatures, ZONEMD, and the policy of signatures, and what is known of a zone besides. */
export interface ZoneAnswers {
  readonly soa: OwnAnswer;
  readonly zonemd: OwnAnswer;
  readonly policy: OwnAnswer;
  /** What stands beside the zone's file: data of RRSIG records, made beforehand. */
  readonly keySignatures: () => readonly Octets[];
}

/** Judges the answers of both transports; what is wrong goes to `problems`, a sentence each. */
export function zoneState(origin: Name, udp: ZoneAnswers, tcp: ZoneAnswers, problems: string[]): ZoneState {
  const name = printName(origin);
  const overUdp = contentOf(origin, udp);
  const overTcp = contentOf(origin, tcp);
  if ("fault" in overUdp) problems.push(`${name} over UDP: ${overUdp.fault}`);
  if ("fault" in overTcp) problems.push(`${name} over TCP: ${overTcp.fault}`);
  if (!("fault" in overUdp || "fault" in overTcp)) {
    const differs =
      overUdp.serial !== overTcp.serial ||
      overUdp.digest !== overTcp.digest ||
      overUdp.content !== overTcp.content ||
      overUdp.signed?.window !== overTcp.signed?.window;
    if (differs) problems.push(`${name}: ${describe(overUdp)} over UDP, ${describe(overTcp)} over TCP`);
  }
  const content = "fault" in overTcp ? overUdp : overTcp;
  const signed = "fault" in content ? null : content.signed;
  if (signed !== null && signed.signatures !== "valid") problems.push(`${name}: ${FALSE[signed.signatures]}`);
  return {
    name,
    serial: "fault" in content ? null : content.serial,
    digest: "fault" in content ? null : content.digest,
    content: "fault" in content ? null : content.content,
    signed,
    udp: !("fault" in overUdp),
    tcp: !("fault" in overTcp),
  };
}

const FALSE = {
  "stand-ins": "its signatures are stand-ins, which no resolver takes",
  invalid: "the signature of its SOA does not hold by its keys",
};

interface Content {
  readonly serial: number;
  readonly digest: string | null;
  readonly content: string | null;
  readonly signed: SignedZone | null;
}

function contentOf(
  origin: Name,
  { soa, zonemd, policy, keySignatures }: ZoneAnswers,
): Content | { readonly fault: string } {
  const serial = serialIn(origin, soa);
  if (typeof serial !== "number") return serial;
  const digests = authoritative(zonemd);
  if ("fault" in digests) return { fault: `ZONEMD: ${digests.fault}` };
  const digestBy = (scheme: number) => {
    for (const { type, rdata } of digests.answer) {
      const zone = type === ZONEMD ? decode(ZONEMD, rdata) : undefined;
      if (zone?.type !== "ZONEMD" || zone.serial !== serial || zone.scheme !== scheme) continue;
      return Buffer.from(zone.digest, "latin1").toString("hex");
    }
    return null;
  };
  const policies = authoritative(policy);
  if ("fault" in policies) return { fault: `the policy of its signatures: ${policies.fault}` };
  const signed = readSignedZone(policies.answer, "fault" in soa ? [] : soa.answer, keySignatures);
  if (signed !== null && "fault" in signed) return signed;
  return { serial, digest: digestBy(SIMPLE), content: digestBy(CONTENT), signed };
}

const SIMPLE = 1; // RFC 8976 §2.2.2

function describe({ serial, digest }: Content): string {
  return `serial ${serial}, ${digest === null ? "no digest" : `digest ${digest.slice(0, 8)}…`}`;
}
