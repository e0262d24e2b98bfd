import { fitsKey } from "../../dns/key-digest.ts";
import { keyOf, printName } from "../../dns/name.ts";
import { DNSKEY } from "../../dns/records/dnskey.ts";
import type { SigningPolicy } from "../../dns/signing/policy.ts";
import { DS } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Zone } from "../../dns/zone.ts";
import { dnskeyOf, dsFor } from "../dnssec/chain-of-trust.ts";
import { policyIn } from "../dnssec/policy.ts";
import type { Answer, Nameserver } from "../verify/types.ts";
import { validationQuestions } from "../verify/validation-questions.ts";
import type { Validate } from "../verify/validator.ts";
import type { World } from "../world.ts";
import type { Steps } from "./steps.ts";

/** What a validator is to find secure. */
export interface ValidationOrder {
  readonly zones: readonly Zone[];
  /** The addresses that lead to our apps. */
  readonly nameservers: readonly Nameserver[];
  /** Milliseconds until all of it has to hold. */
  readonly deadline: number;
}

/** What came of it: sentences without their final stops. */
export interface ValidationProof {
  readonly failures: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Has a real validator look at the zones that our nameservers sign, at every public address, from the DS at the parent on, or where
 * there is none from the DS that it would have: an answer of each kind. Who gives no answer from here is no failure: that is for
 * the proof that asks for everything.
 */
export async function proveValidation(
  { zones, nameservers, deadline }: ValidationOrder,
  steps: Steps,
  world: Pick<World, "validator" | "resolver" | "patience">,
): Promise<ValidationProof> {
  const signed = zones.flatMap((zone) => {
    const policy = policyIn(zone);
    return policy === undefined ? [] : [{ zone, policy }];
  });
  if (signed.length === 0 || nameservers.length === 0) return { failures: [], warnings: [] };
  const validate = await world.validator();
  if (validate === undefined) {
    const why =
      "No validator looked at the signatures, for delv is not installed here: each machine has verified that of the SOA itself";
    return { failures: [], warnings: [why] };
  }
  const { clock, seed } = world.patience;
  const end = clock.now() + deadline;
  return await steps.take(
    "Validating the signed zones",
    async () => {
      const ds = await world.resolver()(
        signed.map(({ zone }) => ({ name: zone.origin, type: DS, recursive: true })),
      );
      for (;;) {
        const seen: Seen = { failures: [], warnings: [] };
        for (const [index, one] of signed.entries()) {
          const anchors = anchorsOf(one.zone, one.policy, ds[index]);
          for (const nameserver of nameservers)
            await look({ zone: one.zone, anchors, nameserver, validate, seed }, seen);
        }
        if (seen.failures.length === 0 || clock.now() >= end) return seen;
        await clock.wait(Math.min(PAUSE, Math.max(0, end - clock.now())));
      }
    },
    ({ failures }) => failures[0],
  );
}

const PAUSE = 2_000; // milliseconds

interface Seen {
  readonly failures: string[];
  readonly warnings: string[];
}

interface Look {
  readonly zone: Zone;
  readonly anchors: readonly Octets[];
  readonly nameserver: Nameserver;
  readonly validate: Validate;
  readonly seed: string;
}

async function look({ zone, anchors, nameserver, validate, seed }: Look, seen: Seen): Promise<void> {
  for (const question of validationQuestions(zone, seed)) {
    const validity = await validate({ nameserver, zone: zone.origin, anchors, question });
    if (validity.kind === "secure") continue;
    const where = `${printName(zone.origin)} at ${nameserver.name} (${nameserver.address})`;
    const what = `${where}, ${question.kind}`;
    if (validity.kind === "silent") {
      seen.warnings.push(`No validator could look at ${where}: ${validity.reason}`);
      return;
    }
    seen.failures.push(
      validity.kind === "insecure"
        ? `A validator finds no signature: ${what}`
        : `A validator finds it bogus: ${what}: ${validity.reason}`,
    );
  }
}

/** The DS of the parent that lead to keys of ours; where there are none, those that keys of ours would have. */
function anchorsOf(zone: Zone, { keys }: SigningPolicy, answer: Answer | undefined): readonly Octets[] {
  const { origin } = zone;
  const signing = keys.filter(
    ({ isPublished, signs }) => isPublished && (signs === "all" || signs === "keys"),
  );
  const records = signing.map((key) => ({ owner: origin, type: DNSKEY.code, ttl: 0, rdata: dnskeyOf(key) }));
  const atParent = answer?.outcome === "reply" ? answer.answer : [];
  const found = atParent.filter(({ type, owner }) => type === DS && keyOf(owner) === keyOf(origin));
  const leading = found.filter((ds) => records.some((key) => fitsKey(ds, key)));
  return leading.length > 0 ? leading.map(({ rdata }) => rdata) : signing.map((key) => dsFor(origin, key));
}
