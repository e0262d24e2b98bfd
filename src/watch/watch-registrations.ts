import { type Name, printName } from "../../dns/name.ts";
import type { Watch, WatchedRegistration, WatchFinding, WatchGap } from "../report/watch.ts";
import { DAY, day } from "./days.ts";
import type { RdapDomain } from "./rdap/domain.ts";
import type { FindRegistration } from "./rdap/find-registration.ts";
import { graveStatus } from "./rdap/grave-status.ts";

const ALARM = 30 * DAY;
const WARNING = 60 * DAY;

/** What the registries say of the domains that zones hang on: each domain once, however many zones it has. */
export async function watchRegistrations(
  zones: readonly Name[],
  find: FindRegistration,
  now: Date,
): Promise<Pick<Watch, "findings" | "registrations" | "gaps">> {
  const found = await Promise.all(zones.map(async (zone) => ({ zone, registration: await find(zone) })));
  const findings: WatchFinding[] = [];
  const gaps: WatchGap[] = [];
  const registrations = new Map<Name, WatchedRegistration>();
  for (const { zone, registration } of found) {
    const gap = (kind: WatchGap["kind"], reason: string) =>
      gaps.push({ part: "registration", zones: [zone], kind, reason });
    switch (registration.kind) {
      case "found": {
        const { domain, said } = registration;
        if (registrations.has(domain)) break;
        const { status, ends, registrar } = said;
        registrations.set(domain, { domain, status, ...(ends && { ends }), ...(registrar && { registrar }) });
        findings.push(...judge(zone, domain, said, now));
        break;
      }
      case "no-rdap":
        gap("left-out", `the registry of "${registration.top}" has no RDAP, so status and end are not known`);
        break;
      case "none":
        if (registration.isDirect) findings.push(notRegistered(zone));
        else gap("left-out", "the registry's RDAP knows no registration of it, or above it");
        break;
      case "failed":
        gap("failed", registration.reason);
        break;
      default:
        return registration satisfies never;
    }
  }
  return { findings, registrations: [...registrations.values()], gaps: joined(gaps) };
}

function judge(zone: Name, domain: Name, { status, ends, registrar }: RdapDomain, now: Date): WatchFinding[] {
  const name = printName(domain);
  const finding = (about: string, weight: WatchFinding["weight"], message: string, mend: string) =>
    ({ part: "registration", zone, about: `${about} ${name}`, weight, message, mend }) as const;
  const grave = status.map(graveStatus).filter((each) => each !== undefined);
  // Registries keep `pendingDelete` beside `redemptionPeriod`, in which a domain can still be restored (RFC 3915 §3.1).
  const isRestorable = grave.some(({ epp }) => epp === "redemptionPeriod");
  const findings: WatchFinding[] = grave
    .filter(({ epp }) => !(isRestorable && epp === "pendingDelete"))
    .map(({ epp, effect, mend }) =>
      finding(epp, "alarm", `The registration of ${name} has the status ${epp}: ${effect}`, mend),
    );
  if (ends === undefined) return findings;
  const left = ends.getTime() - now.getTime();
  if (left > WARNING) return findings;
  const at = registrar === undefined ? "the registrar" : `the registrar, ${registrar}`;
  findings.push(
    finding(
      "ends",
      left > ALARM ? "warning" : "alarm",
      `The registration of ${name} ${left <= 0 ? "ended" : "ends"} ${day(ends)}`,
      `Renew it at ${at}; where it renews itself, see that the means of payment there still is good.`,
    ),
  );
  return findings;
}

function notRegistered(zone: Name): WatchFinding {
  const name = printName(zone);
  return {
    part: "registration",
    zone,
    about: `none ${name}`,
    weight: "warning",
    message: `The registry knows no registration of ${name}`,
    mend: "Look at the registrar whether the domain is still yours.",
  };
}

/** Those with one reason together. */
function joined(gaps: readonly WatchGap[]): WatchGap[] {
  return [...Map.groupBy(gaps, ({ kind, reason }) => `${kind} ${reason}`).values()].map((those) => ({
    ...those[0]!,
    zones: those.flatMap(({ zones }) => zones),
  }));
}
