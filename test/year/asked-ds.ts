import { keyOf } from "../../dns/name.ts";
import { CDS } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { Version } from "./versions.ts";
import { YEAR } from "./year-zones.ts";

/** The DS that a zone asks for by CDS (RFC 7344 §3.1), none at all by the delete form (RFC 8078 §4); undefined where it asks for nothing. */
export function askedDs({ records }: Version): readonly Octets[] | undefined {
  const cds = records
    .filter(({ type, owner }) => type === CDS && keyOf(owner) === YEAR)
    .map(({ rdata }) => rdata);
  if (cds.length === 0) return undefined;
  return cds[0] === "\0\0\0\0\0" ? [] : cds.sort();
}
