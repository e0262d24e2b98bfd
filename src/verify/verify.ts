import { makeChecks } from "./checks.ts";
import { putChecks } from "./put-checks.ts";
import type { Asker, ExpectedZone, Nameserver, Verification, VerifySettings } from "./types.ts";

/**
 * Asks every nameserver over UDP and over TCP for everything in the zones, and again for what is not right yet, until
 * all is right or the deadline has passed. What the answers must be comes from the zones alone.
 */
export function verify(
  zones: readonly ExpectedZone[],
  nameservers: readonly Nameserver[],
  asker: Asker,
  settings: VerifySettings,
): Promise<Verification> {
  return putChecks([{ asker, checks: makeChecks(zones, settings.seed) }], nameservers, settings);
}
