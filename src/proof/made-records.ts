import { flatten, unflatten } from "../../dns/flat-records.ts";
import type { Name } from "../../dns/name.ts";
import { signatureLength } from "../../dns/signing/algorithms.ts";
import type { SigningPolicy } from "../../dns/signing/policy.ts";
import type { Sign } from "../../dns/signing/sign.ts";
import { signFlatZone } from "../../dns/signing/sign-zone.ts";
import { whyUnsignable } from "../../dns/signing/unsignable.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { asStandIn } from "../dnssec/stand-in.ts";

/**
 * What a nameserver of ours makes of a zone that it signs, in the first week of its policy: that hangs on no clock, and serials
 * are those of files then. In the place of signatures stand zeros, as many octets as they will have. None of a zone that no
 * nameserver can sign, which the one behind the pipe tells.
 *
 * @param records as written, with the policy's, and without ZONEMD
 */
export function madeRecords(
  origin: Name,
  records: readonly ZoneRecord[],
  policy: SigningPolicy,
): readonly ZoneRecord[] {
  const flat = flatten(records);
  if (whyUnsignable(origin, flat, policy) !== undefined) return [];
  const made: readonly ZoneRecord[] = unflatten(
    signFlatZone({
      origin: Buffer.from(origin, "latin1"),
      records: flat,
      policy,
      window: policy.base,
      signerOf: (key): Sign => {
        const zeros = "\0".repeat(signatureLength(key));
        return () => zeros;
      },
    }),
  );
  return made.map(asStandIn);
}
