import { type Name, printName } from "../../../dns/name.ts";
import { TLSA } from "../../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../../dns/zone.ts";
import type { Dependency, Dependent, Ground } from "../dependency.ts";
import { lookThrough, WORKS } from "../look.ts";
import { forSpan } from "../words.ts";

/**
 * The certificate of a service: nobody can change it at the moment at which all caches change, so the old TLSA and the new
 * have to have one in common (RFC 7671 §8.1).
 */
export function certificateOf({ zone, owner, type }: Dependent, { itemOf }: Ground): Dependency[] {
  const side = (which: "before" | "after") => {
    const found = lookThrough((item) => item[which], itemOf).records(owner, TLSA);
    return found.kind === "records" ? found.records : [];
  };
  return [
    {
      kind: "certificate",
      zone,
      owner,
      type,
      evaluate: () => WORKS,
      failures: () => {
        const [old, now] = [side("before"), side("after")];
        if (old.length === 0 || now.length === 0 || haveOneInCommon(old, now)) return [];
        const item = itemOf(owner, TLSA, false);
        const until = item.isSame || item.life === "unknown" ? leastTtl(old) : item.life;
        return [{ held: [item], fresh: [item], missing: [], until }];
      },
      isDanger: () => isMailService(owner),
      words: {
        who: ["clients that follow the TLSA", "find"],
        by: "TLSA",
        own: itemOf(owner, TLSA, false).key,
        told: ({ until }) => ({
          message: `${forSpan(until)} some clients know the old binding alone, others the new one alone, and no certificate is sure to fit both (DANE): let both stand until then`,
          remedy: [
            { after: 0, what: `Add the new TLSA of ${printName(owner)} beside the old` },
            { after: until, what: "Change the certificate, and remove the old TLSA" },
          ],
        }),
      },
    },
  ];
}

/** It stands for a mail exchange (RFC 7672 §2.2.3). */
export function isMailService(owner: Name): boolean {
  return owner.toLowerCase().startsWith("\x03_25\x04_tcp");
}

/** It stands for a service at a port (RFC 6698 §3). */
export function isServiceName(owner: Name): boolean {
  return /^.(?:_[0-9]+|\*)\x04_(?:tcp|udp)/is.test(owner) || /^.(?:_[0-9]+|\*)\x05_sctp/is.test(owner);
}

function haveOneInCommon(a: readonly ZoneRecord[], b: readonly ZoneRecord[]): boolean {
  return a.some(({ rdata }) => b.some((other) => other.rdata === rdata));
}

function leastTtl(records: readonly ZoneRecord[]): number {
  return Math.min(...records.map(({ ttl }) => ttl));
}
