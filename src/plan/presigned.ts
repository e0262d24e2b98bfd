import type { PresignedRest } from "../dnssec/presigned-rest.ts";
import { KEYS_PRESIGNED } from "../lint/keys-rules.ts";
import type { Rule } from "../lint/rule.ts";

/** Says that signatures over a zone's keys, made beforehand, end before long: a warning, and an error for what cannot be released any more. */
export function presignedFindings(
  rests: readonly PresignedRest[],
): { readonly rule: Rule; readonly message: string }[] {
  return rests.map(({ tag, ends, urgency }) => {
    const until =
      ends === undefined
        ? "has not signed the zone's keys for this week"
        : `has signed the zone's keys until ${ends.toISOString().slice(0, 10)} only`;
    const rule = urgency === "soon" ? { ...KEYS_PRESIGNED, severity: "warning" as const } : KEYS_PRESIGNED;
    return { rule, message: `Key ${tag}, which is on no machine, ${until}` };
  });
}
