import { printName } from "../../../dns/name.ts";
import type { Problem } from "../../../dns/problem.ts";
import { readKeySignatures } from "../../../dns/signing/key-signature-file.ts";
import { keySignaturesOf, windowsOf } from "../../../dns/signing/key-signatures.ts";
import type { Zone } from "../../../dns/zone.ts";
import { judgeKeySignatures, keySigningOf } from "../../dnssec/key-signing.ts";
import { policyIn } from "../../dnssec/policy.ts";
import type { SourceFile } from "../yaml/read-source.ts";

/** The folder with what keys have signed beforehand that are on no machine: a file for each zone, named as the zone's is. */
export const SIGNATURES_FOLDER = "_signatures";

/**
 * What is wrong with the signatures over a zone's keys that were made beforehand. It goes by no clock: that they end is told by
 * `plan`, `drift` and `dnssec status`. Beside those that hold there may be some for the keys as they were, or are to be.
 */
export function checkKeySignatures(zone: Zone, { file, source }: SourceFile): Problem[] {
  if (source === undefined) return []; // which is told already
  const name = printName(zone.origin).slice(0, -1);
  const at = { file, line: 1, column: 1, severity: "error", rule: "key-signatures" } as const;
  const help = `Run \`zonepipe dnssec sign-keys ${name}\` where the key is, or remove the file where no key is kept elsewhere.`;
  const { rrsigs, problems } = readKeySignatures(file, Buffer.from(source.text), zone.origin);
  if (problems.length > 0) return [...problems];
  const signing = keySigningOf(zone);
  if (policyIn(zone) === undefined) {
    const message = `Here are signatures over the keys of ${name}, which has none: they count when it is signed`;
    return [{ ...at, severity: "warning", message, help }];
  }
  if (signing === undefined || signing.keys.length === 0) {
    const message = `Here are signatures over the keys of ${name}, which has no key that signs keys alone`;
    return [{ ...at, message, help }];
  }
  const { whole } = judgeKeySignatures(signing, rrsigs);
  const made = keySignaturesOf(rrsigs);
  const found: Problem[] = [];
  for (const key of signing.keys) {
    const windows = [...(whole.get(key) ?? [])];
    if (windows.length === 0 && windowsOf(made, key).size > 0) {
      const message = `The signatures over the keys of ${name} do not hold: its keys, its SOA's expire or its greatest TTL have changed since`;
      found.push({ ...at, message, help });
    }
    if (windows.length === 0 || windows.length === windows.at(-1)! - windows[0]! + 1) continue;
    const message = `The signatures over the keys of ${name} leave out weeks`;
    found.push({ ...at, message, help });
  }
  return found;
}
