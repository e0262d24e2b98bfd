import { NOERROR } from "../../dns/message-rcode.ts";
import { keyOf, type Name } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { compareSerials } from "../../dns/serial.ts";
import { SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { DNSKEY, RRSIG, SOA } from "../../dns/type-numbers.ts";
import type { UnsignedNameserver } from "../dnssec/key-looks.ts";
import type { Answer, Nameserver } from "../verify/types.ts";

/** What a nameserver answers to the questions for a zone's keys; those for SOA and DNSKEY were asked with DO. */
export interface ShownBy {
  readonly nameserver: Nameserver;
  readonly policy: Answer;
  readonly soa: Answer;
  readonly keys: Answer;
}

/**
 * Nameservers that answer a zone without signatures, or without its keys, where another one of them signs it. Who does not answer with
 * authority says nothing of that.
 */
export function unsignedAmong(origin: Name, shown: readonly ShownBy[]): UnsignedNameserver[] {
  const seen = shown.flatMap(({ nameserver, ...answers }) => {
    const serving = servingIn(origin, answers);
    return serving === undefined ? [] : [{ nameserver, ...serving }];
  });
  const signed = seen.filter(({ isSigned }) => isSigned);
  if (signed.length === 0) return [];
  return seen
    .filter(({ isSigned }) => !isSigned)
    .map(({ nameserver: { name, address }, serial, patience, hasPolicy }) => {
      const isLess = signed.every((other) => compareSerials(serial, other.serial) === -1);
      return { name, address, isBehind: isLess && !hasPolicy, patience };
    });
}

interface Serving {
  readonly isSigned: boolean;
  readonly hasPolicy: boolean;
  readonly serial: number;
  /** Refresh and retry, in seconds. */
  readonly patience: number;
}

function servingIn(origin: Name, { policy, soa, keys }: Omit<ShownBy, "nameserver">): Serving | undefined {
  const records = (answer: Answer, type: number) => {
    if (answer.outcome !== "reply" || answer.rcode !== NOERROR || !answer.aa) return undefined;
    return answer.answer.filter((each) => each.type === type && keyOf(each.owner) === keyOf(origin));
  };
  const [own] = records(soa, SOA) ?? [];
  const [dnskeys, signatures] = [records(keys, DNSKEY), records(soa, RRSIG)];
  if (own === undefined || dnskeys === undefined || signatures === undefined) return undefined;
  const rdata = decode(SOA, own.rdata);
  if (rdata.type !== "SOA") return undefined;
  return {
    isSigned: dnskeys.length > 0 && signatures.length > 0,
    hasPolicy: (records(policy, SIGNING_POLICY) ?? []).length > 0,
    serial: rdata.serial,
    patience: rdata.refresh + rdata.retry,
  };
}
