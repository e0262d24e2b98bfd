import type { Name } from "../../dns/name.ts";
import type { Published } from "../plan/plan.ts";
import { greatestOf } from "../serial/order.ts";
import { digestOfRecords } from "./digest-of-records.ts";
import type { ShownPlace } from "./places-by-nameservers.ts";
import type { AskTransfer } from "./transfers.ts";

/**
 * The records that are published, from the first nameserver with the greatest serial that gives them. Its digest is
 * made of what it gave then: the one that it shows is what somebody once wrote there. Where nobody gives them, why.
 */
export async function seeRecords(
  origin: Name,
  places: readonly ShownPlace[],
  ask: AskTransfer,
): Promise<Pick<Published, "shown" | "records" | "notGiven">> {
  const shown = places.map((place) => place.shown);
  const serials = shown.flatMap((place) => (place.kind === "serial" ? [place.serial] : []));
  const greatest = greatestOf(serials);
  const notGiven: { by: string; reason: string }[] = [];
  for (const [index, { nameserver, shown: place }] of places.entries()) {
    if (place.kind !== "serial" || place.serial !== greatest) continue;
    const transferred = await ask(origin, greatest, nameserver);
    if (transferred.outcome === "given") {
      const { records } = transferred;
      const algorithm = place.digest?.algorithm ?? SHA384;
      const digest = { algorithm, digest: digestOfRecords({ origin, records }, algorithm) };
      return { records, shown: shown.with(index, { ...place, digest }) };
    }
    notGiven.push({ by: place.by, reason: transferred.reason });
  }
  return notGiven.length === 0 ? { shown } : { shown, notGiven };
}

const SHA384 = 1; // what `render` publishes (RFC 8976 §2.2.3)
