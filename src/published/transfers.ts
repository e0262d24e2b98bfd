import type { Name } from "../../dns/name.ts";
import { SOA } from "../../dns/type-numbers.ts";
import type { ZoneRecord } from "../../dns/zone.ts";
import { releaseIn } from "../dnssec/served-zone.ts";
import { serialOf } from "../verify/soa-serial.ts";
import type { Nameserver } from "../verify/types.ts";
import type { TransferPatience, World } from "../world.ts";
import { TransferError } from "./transfer-error.ts";

/** What came of asking a nameserver for a whole zone: most give it to nobody, so that is no failure. */
export type Transferred =
  | { readonly outcome: "given"; readonly records: readonly ZoneRecord[] }
  /** The reason is a clause. */
  | { readonly outcome: "not-given"; readonly reason: string };

/** Asks a nameserver for a zone that it shows with this serial: a transfer with another one is of another moment. */
export type AskTransfer = (zone: Name, serial: number, nameserver: Nameserver) => Promise<Transferred>;

/** For a plan, which people wait for. */
export const BRIEF_TRANSFER: TransferPatience = { quiet: 2_000, total: 60_000 };

/** For what runs at night. */
export const PATIENT_TRANSFER: TransferPatience = { quiet: 5_000, total: 300_000 };

/** One that gave none of so many zones is not asked for the others: hundreds may be left, and a firewall makes each one wait. */
const MOST_REFUSALS = 2;

/** Asks each address for one zone after the other, and all addresses at the same time. */
export function askTransfers(transfer: World["transfer"], patience: TransferPatience): AskTransfer {
  const lines = new Map<string, Line>();
  return (zone, serial, nameserver) => {
    const place = `${nameserver.address} ${nameserver.port}`;
    const line = lines.get(place) ?? { asked: Promise.resolve(), refusals: 0, hasGiven: false, reason: "" };
    lines.set(place, line);
    const asked = line.asked.then(() => ask(line, zone, serial, nameserver));
    line.asked = asked;
    return asked;
  };

  async function ask(line: Line, zone: Name, serial: number, nameserver: Nameserver): Promise<Transferred> {
    if (!line.hasGiven && line.refusals >= MOST_REFUSALS)
      return { outcome: "not-given", reason: line.reason };
    try {
      const records = await transfer(zone, nameserver, patience);
      line.hasGiven = true;
      if (serialIn(zone, records) === serial) return { outcome: "given", records };
      return { outcome: "not-given", reason: "its serial changed meanwhile" };
    } catch (error) {
      if (!(error instanceof TransferError)) throw error;
      line.refusals += 1;
      line.reason = error.reason;
      return { outcome: "not-given", reason: error.reason };
    }
  }
}

/** Of a zone that our nameservers sign the serial of its file, as it is shown. */
function serialIn(zone: Name, records: readonly ZoneRecord[]): number | undefined {
  const soa = records.find(({ type }) => type === SOA);
  return releaseIn(zone, records)?.file ?? (soa && serialOf(soa));
}

/** The zones that one address is asked for, one after the other. */
interface Line {
  asked: Promise<unknown>;
  refusals: number;
  hasGiven: boolean;
  /** Of the last refusal. */
  reason: string;
}
