import { decode } from "../../dns/records/index.ts";
import { signatureTimes } from "../../dns/signing/signature-times.ts";
import { WINDOW_SECONDS, windowStart } from "../../dns/signing/window.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { Zone } from "../../dns/zone.ts";
import { greatestTtl } from "../dnssec/greatest-ttl.ts";
import { policyIn } from "../dnssec/policy.ts";
import { KEYS_SHORT } from "../lint/keys-rules.ts";

/**
 * Signatures of a zone that could end before the last secondary that hears nothing ceases to answer them, and the last cache
 * forgets them: just before they are made again, they must hold for SOA expire, the greatest TTL and a day.
 */
export function findShortSignatures(
  zone: Zone,
): { readonly rule: typeof KEYS_SHORT; readonly message: string }[] {
  const record = policyIn(zone) && zone.records.find(({ type }) => type === SOA);
  const soa = record && decode(SOA, record.rdata);
  if (soa?.type !== "SOA") return [];
  const ttl = greatestTtl(zone.records);
  const needed = soa.expire + ttl + DAY;
  const rest = restOf(soa.expire, ttl);
  if (rest >= needed) return [];
  const message = `Signatures hold for ${rest} seconds just before they are made again, and SOA expire, the greatest TTL and a day are ${needed}`;
  return [{ rule: KEYS_SHORT, message }];
}

/** For how many seconds the signatures of a window hold when it ends. */
function restOf(expire: number, ttl: number): number {
  const window = 0; // all are alike
  return (
    signatureTimes(window, { expire, greatestTtl: ttl }).expiration - windowStart(window) - WINDOW_SECONDS
  );
}

const DAY = 86_400;
