import { printName } from "../../dns/name.ts";
import type { Watch } from "./watch.ts";

/** What was seen outside of the nameservers, for programs: names in presentation form, times in ISO 8601. */
export function watchToJson({ findings, registrations, signatures, gaps }: Watch): object {
  return {
    findings: findings.map(({ part, zone, about, weight, message, mend, since }) => ({
      part,
      zone: printName(zone),
      about,
      weight,
      message,
      mend,
      ...(since !== undefined && { since: since.toISOString() }),
    })),
    registrations: registrations.map(({ domain, status, ends, registrar }) => ({
      domain: printName(domain),
      status,
      ends: ends?.toISOString() ?? null,
      ...(registrar !== undefined && { registrar }),
    })),
    signatures: signatures.map(({ zone, ends }) => ({ zone: printName(zone), ends: ends.toISOString() })),
    gaps: gaps.map(({ part, zones, kind, reason }) => ({ part, zones: zones.map(printName), kind, reason })),
  };
}
