import { isAtOrBelow, keyOf, labelsOf, type Name, printName } from "../../dns/name.ts";
import { decode } from "../../dns/records/index.ts";
import { PTR, TXT } from "../../dns/type-numbers.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { WorldError } from "../files/world-error.ts";

/** Gives a whole zone. */
export type Transfer = (origin: Name) => Promise<readonly ZoneRecord[]>;

/** What to transfer. */
export interface Wanted {
  readonly origins: readonly Name[];
  /** A zone that lists zones (RFC 9432); its members are wanted, too, and it is not. */
  readonly catalog?: Name;
}

/** Transfers zones one after the other. Where some do not come, none does, and all of these are told. */
export async function transferZones({ origins, catalog }: Wanted, transfer: Transfer): Promise<Zone[]> {
  const members = catalog === undefined ? [] : membersOf(catalog, await transfer(catalog));
  const all = new Map([...origins, ...members].map((origin) => [keyOf(origin), origin]));
  const zones: Zone[] = [];
  const failures: string[] = [];
  for (const origin of all.values()) {
    try {
      zones.push({ origin, records: await transfer(origin) });
    } catch (error) {
      if (!(error instanceof WorldError)) throw error;
      failures.push(error.message);
    }
  }
  if (failures.length > 0) throw new WorldError(failures.join("\n"));
  return zones;
}

/** The zones that a catalog lists (RFC 9432 §4). */
function membersOf(catalog: Name, records: readonly ZoneRecord[]): Name[] {
  const depth = labelsOf(catalog).length;
  const isVersion = ({ owner, type, rdata }: ZoneRecord) =>
    type === TXT && isChild(owner, "version", catalog, depth + 1) && textOf(rdata) === "2";
  if (!records.some(isVersion)) {
    throw new WorldError(`Cannot read the catalog ${printName(catalog)}: it is none of version 2`);
  }
  const members = records.filter(
    ({ owner, type }) => type === PTR && isChild(owner, "zones", catalog, depth + 2),
  );
  if (members.length === 0) throw new WorldError(`The catalog ${printName(catalog)} lists no zone`);
  return members.map(({ rdata }) => keyOf(rdata as Name)); // the data of PTR are one name
}

/** The name has so many labels, and the one right below the catalog is this. */
function isChild(owner: Name, label: string, catalog: Name, labels: number): boolean {
  const own = labelsOf(keyOf(owner));
  const below = own.length - labelsOf(catalog).length - 1;
  return own.length === labels && isAtOrBelow(owner, catalog) && own[below] === label;
}

function textOf(rdata: ZoneRecord["rdata"]): string | undefined {
  const txt = decode(TXT, rdata);
  return txt.type === "TXT" ? [...txt.text].join("") : undefined;
}
