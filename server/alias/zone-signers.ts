import { tagOf } from "../../dns/signing/key-records.ts";
import type { PolicyKey } from "../../dns/signing/policy.ts";
import type { Sign } from "../../dns/signing/sign.ts";
import type { SignerFor } from "./sign-like.ts";

/** The signers of zones by algorithm and tag, as RRSIGs name them; `zones` has the keys of each, by its number. */
export function zoneSigners(
  zones: readonly { readonly keys: readonly PolicyKey[] }[],
  signerOf: (key: PolicyKey) => Sign | undefined,
): (zone: number) => SignerFor {
  const byTag = zones.map(
    ({ keys }) =>
      new Map(
        keys
          .filter(({ signs }) => signs === "all" || signs === "zone")
          .map((key) => [`${key.algorithm} ${tagOf(key)}`, key]),
      ),
  );
  return (zone) => (algorithm, tag) => {
    const key = byTag[zone]?.get(`${algorithm} ${tag}`);
    return key && signerOf(key);
  };
}
