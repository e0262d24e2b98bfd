import type { Problem } from "../../dns/problem.ts";
import type { PolicyKey, SigningPolicy } from "../../dns/signing/policy.ts";
import { compile } from "../tables/compile/compile.ts";
import { readServedZone } from "../tables/compile/restage.ts";
import { addRecord, addZone, makeStaging, positionOf } from "../tables/compile/staging.ts";
import { verifyZone } from "../tables/compile/verify-zone.ts";
import type { Tables } from "../tables/tables.ts";
import { signatureOctetsOf } from "../transfer/step-between.ts";
import { findPolicy } from "./find-policy.ts";
import type { FormerRelease } from "./former-releases.ts";
import { sizeOf } from "./load.ts";
import type { ServedZone } from "./loaded-zone.ts";
import { isMade, type SigningNow, signStaged } from "./sign-staged.ts";
import { type SignerOf, windowFor } from "./zone-signing.ts";

/** A zone as it may have been served before. */
export type FormerZone =
  /** In tables of its own. */
  | { readonly kind: "made"; readonly tables: Tables; readonly records: number }
  /** It cannot be signed as it was, or its signatures alone differ by more than may be. */
  | { readonly kind: "left" }
  /** Its records are not what was released then, or were not signed here: no older ones can be told from them. */
  | { readonly kind: "unknown" };

/**
 * Makes a zone as it was served in the window of `signing`, out of what is served now, for the same records, key and window give
 * the same signatures; those that are served already are taken.
 *
 * @param release undefined for the one that is served now
 * @param most octets of new signatures after which it is given up
 */
export function makeFormerZone(
  served: ServedZone & { readonly zone: Required<Pick<ServedZone["zone"], "signed">> },
  release: FormerRelease | undefined,
  signing: SigningNow,
  most: number,
): FormerZone {
  const { origin, files, signed, keySignatures = [] } = served.zone;
  const file = files[0]!;
  const staging = makeStaging(sizeOf([{ file }]));
  const zone = addZone(staging, Buffer.from(origin, "latin1"), file);
  readServedZone(served.tables, served.number, (record) => {
    if (!isMade(record, zone) && release?.has(record) !== false) addRecord(staging, zone, record);
  });
  let isWhole = true;
  release?.forEachOther((record) => {
    isWhole &&= addRecord(staging, zone, record);
  });
  const problems: Problem[] = [];
  if (!isWhole || verifyZone(staging, zone, problems) !== "verified") return { kind: "unknown" };
  const found = findPolicy(staging, zone);
  if (found.kind !== "policy") return { kind: "unknown" };
  const { policy } = found;
  const isOfWindow = windowFor(policy, signing.window) === signed.window;
  const isAlike = isOfWindow && haveSameSigners(policy, signed.policy);
  // What goes and what comes, for nearly all of them.
  if (!isAlike && 2 * signatureOctetsOf(served) > most) return { kind: "left" };
  signStaged(
    staging,
    zone,
    {
      ...{ origin, policy, keySignatures, place: positionOf(staging, found.record) },
      serial: release?.serial ?? signed.serial,
      signing: { ...signing, signerOf: upTo(most, signing.signerOf) },
      reuse: isOfWindow ? { served, policy: signed.policy } : undefined,
    },
    problems,
  );
  if (problems.length > 0) return { kind: "left" };
  const { records } = zone;
  const compiled = compile(staging);
  return "problems" in compiled ? { kind: "left" } : { kind: "made", tables: compiled.tables, records };
}

/** Signs, and throws when the signatures have more octets: each is another than what is served, so the step has it. */
function upTo(most: number, signerOf: SignerOf): SignerOf {
  let octets = 0;
  return (key, origin) => {
    const sign = signerOf(key, origin);
    return (
      sign &&
      ((data) => {
        const signature = sign(data);
        octets += RRSIG_OCTETS + signature.length;
        if (octets > most) throw new Error("its signatures are longer than the zone");
        return signature;
      })
    );
  };
}

/** Of an RRSIG record at least, without its owner, signer and signature (RFC 4034 §3.1). */
const RRSIG_OCTETS = 10 + 18;

function haveSameSigners(one: SigningPolicy, other: SigningPolicy): boolean {
  const signersOf = ({ keys }: SigningPolicy) =>
    keys
      .filter(({ signs }) => signs !== "none")
      .map(print)
      .sort()
      .join("\n");
  return signersOf(one) === signersOf(other);
}

function print({ algorithm, publicKey, signs }: PolicyKey): string {
  return `${signs} ${algorithm} ${publicKey}`;
}
