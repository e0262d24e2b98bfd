import type { SigningPolicy } from "../../dns/signing/policy.ts";
import type { KeyRefusal } from "./key-change.ts";
import type { KeyLooks, UnsignedSince } from "./key-looks.ts";

const UNSIGNED = "unsigned-at-others";

/** A signed zone, and who answers it. */
export interface SignedAtOthers {
  /** Undefined: not signed by us. */
  readonly before: SigningPolicy | undefined;
  readonly after: SigningPolicy | undefined;
  readonly looks: KeyLooks;
  /** Addresses of the zone's nameservers that are not ours, after the change. */
  readonly others: ReadonlySet<string>;
  /** So many seconds ago counts as not seen. */
  readonly stale: number;
  readonly now: Date;
}

/**
 * Nameservers of others that answer a signed zone without signatures, while a DS says that it is signed or the zone asks for one:
 * whoever validates and asks there gets nothing (RFC 4035 §5.5). One that is behind may be late, which matters to a change of keys
 * alone: such a refusal says from when it is no excuse any more.
 */
export function judgeUnsigned({ before, after, looks, others, stale, now }: SignedAtOthers): KeyRefusal[] {
  // Signing that ends takes the DS away, which is what such a nameserver needs.
  if (before === undefined || after === undefined || after.isLeaving) return [];
  const isWanted = after.keys.some((key) => key.isWanted);
  if (!isWanted && (looks.ds?.set ?? []).length === 0) return [];
  const says = isWanted ? "the zone asks the parent for a DS" : "the parent has a DS";
  const isChange = JSON.stringify(before) !== JSON.stringify(after);
  const seen = (looks.unsigned ?? []).filter(
    ({ address, last }) => others.has(address) && now.getTime() - last.getTime() <= stale * 1_000,
  );
  return seen.flatMap((one): KeyRefusal[] => {
    const until = lateUntil(one);
    const who = `${one.name} (${one.address})`;
    if (until === undefined || until <= now) return [unsigned(who, says)];
    return isChange ? [late(who, says, until)] : [];
  });
}

/** Until when a nameserver may not have asked by itself (RFC 1034 §4.3.5); undefined where it has what the others have. */
function lateUntil({ isBehind, patience, since }: UnsignedSince): Date | undefined {
  return isBehind ? new Date(since.getTime() + patience * 1_000) : undefined;
}

function unsigned(who: string, says: string): KeyRefusal {
  return {
    rule: UNSIGNED,
    message: `${who} answers the zone without signatures, and ${says}: who validates and asks there gets no answer`,
    help: "Have it serve the zone as it is transferred, with its signatures and its DNSKEY, or take it out of the zone's nameservers first, here and at the parent.",
  };
}

function late(who: string, says: string, from: Date): KeyRefusal {
  return {
    rule: UNSIGNED,
    message: `${who} answers the zone without signatures, and ${says}. It has an older serial, and may be late until ${from.toISOString()} (refresh and retry of its SOA)`,
    help: "Wait until it has asked. If it is no different then, it does not serve the zone signed.",
    from,
  };
}
