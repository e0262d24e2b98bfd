import { createHash } from "node:crypto";
import type { PlacedFinding } from "../finding.ts";

/** A finding with what tells it apart from all others, in every run. */
export interface Numbered {
  readonly finding: PlacedFinding;
  readonly fingerprint: string;
}

/**
 * Fingerprints of rule, file and what was found, without lines: a record that moves keeps its alert. Findings that are
 * alike in all of that are counted, as GitHub's own fingerprints are (`HASH:1`, `HASH:2`).
 */
export function numberRepeats(findings: readonly PlacedFinding[]): Numbered[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const hash = hashOf(finding);
    const number = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, number);
    return { finding, fingerprint: `${hash}:${number}` };
  });
}

function hashOf({ rule, at, identity }: PlacedFinding): string {
  return createHash("sha256")
    .update(JSON.stringify([rule, at.file, identity]))
    .digest("hex")
    .slice(0, 32);
}
