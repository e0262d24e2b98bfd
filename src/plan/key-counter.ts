import { parsePolicy, SIGNING_POLICY } from "../../dns/signing/policy.ts";
import { KEYS_COUNTER } from "../lint/keys-rules.ts";
import type { RrsetChange } from "./changes.ts";

/**
 * A state of a zone's keys that changes without a greater number: whoever has both could not tell which is the newer one,
 * and images and machines go by it.
 */
export function findOldCounter(
  changes: readonly RrsetChange[],
): { readonly rule: typeof KEYS_COUNTER; readonly message: string }[] {
  return changes.flatMap(({ type, removed: [before], added: [after] }) => {
    if (type !== SIGNING_POLICY || before === undefined || after === undefined) return [];
    const [old, now] = [parsePolicy(before.rdata), parsePolicy(after.rdata)];
    if ("fault" in old || "fault" in now || now.counter > old.counter) return [];
    const message = `The keys change, and their counter goes from ${old.counter} to ${now.counter}; expected ${old.counter + 1} or more`;
    return [{ rule: KEYS_COUNTER, message }];
  });
}
