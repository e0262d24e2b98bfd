import { keyOf, labelCount, labelsOf, type Name, ROOT } from "../../dns/name.ts";

/**
 * The zone has a parent in the public DNS. The root has none, and names for special use (RFC 6761 and those that were
 * added to its registry) are nobody's: a zone of such a name is for a network of its own.
 */
export function hasPublicParent(zone: Name): boolean {
  if (zone === ROOT) return false;
  const labels = labelsOf(keyOf(zone));
  const isHome = labels.at(-1) === "arpa" && labels.at(-2) === "home";
  return !isHome && !SPECIAL.has(labels.at(-1)!);
}

const SPECIAL: ReadonlySet<string> = new Set(
  ["alt", "example", "internal", "invalid", "local", "localhost", "onion", "test"], // `internal` by ICANN's resolution of 2024
);

/**
 * The zone hangs on a registration that somebody renews: it lies below a top-level domain. Not so what lies below `arpa`:
 * a reverse zone hangs on addresses, which do not end on a day.
 */
export function hasRegistration(zone: Name): boolean {
  return hasPublicParent(zone) && labelCount(zone) > 1 && labelsOf(keyOf(zone)).at(-1) !== "arpa";
}
