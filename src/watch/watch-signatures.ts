import { type Name, printName } from "../../dns/name.ts";
import { typeName } from "../../dns/types.ts";
import type { Watch, WatchFinding } from "../report/watch.ts";
import { DAY, dayAndTime } from "./days.ts";
import type { Signing } from "./signing.ts";

/** Signers renew a week ahead and more, so one that has less left does not renew. */
const SHORTEST = 7 * DAY;

/** Whether the signatures of zones last. */
export function watchSignatures(
  zones: readonly { readonly origin: Name; readonly signing: Signing }[],
  now: Date,
): Pick<Watch, "findings" | "signatures"> {
  const findings: WatchFinding[] = [];
  const signatures = zones.flatMap(({ origin, signing: { first } }) =>
    first === undefined ? [] : [{ zone: origin, first, ends: first.ends }],
  );
  for (const { zone, first, ends } of signatures) {
    if (ends.getTime() - now.getTime() > SHORTEST) continue;
    const what = `the signature of ${printName(first.owner)} ${typeName(first.covered)}`;
    const where = first.by === undefined ? "as it is written" : `at ${first.by.name} (${first.by.address})`;
    const verb = ends <= now ? "ended" : "ends";
    findings.push({
      part: "signatures",
      zone,
      about: "end",
      weight: "alarm",
      message: `${printName(zone)}: ${what} ${verb} ${dayAndTime(ends)}, ${where}: after that, validating resolvers answer SERVFAIL`,
      mend: "Look why the signer does not sign anew, sign the zone again, and deploy or transfer it.",
    });
  }
  return { findings, signatures: signatures.map(({ zone, ends }) => ({ zone, ends })) };
}
