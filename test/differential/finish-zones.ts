import type { Zone } from "../../dns/zone.ts";
import { zonemdDigest } from "../../dns/zonemd.ts";
import { typeNamed } from "./random-rdata.ts";
import { signAsOurs } from "./sign-as-ours.ts";
import { signZone } from "./sign-zone.ts";
import type { FinishedZone, PlannedZone } from "./universe.ts";

/** Does the last step to each zone, so that it can be served. */
export async function finishZones(zones: readonly PlannedZone[]): Promise<FinishedZone[]> {
  const finished: FinishedZone[] = [];
  for (const zone of zones) finished.push(await finishZone(zone));
  return finished;
}

async function finishZone({ origin, records, finish }: PlannedZone): Promise<FinishedZone> {
  if (finish === "nothing") return { origin, records };
  if (finish === "digest") return withDigest({ origin, records });
  if (finish.by === "zonepipe") return signAsOurs({ origin, records }, finish.denial);
  return await signZone({ origin, records }, { by: finish.by, denial: finish.denial });
}

const SOA = typeNamed("SOA");
const ZONEMD = typeNamed("ZONEMD");
const SIMPLE = 1;
const SHA384 = 1;

function withDigest(zone: Zone): Zone {
  const soa = zone.records.find(({ type }) => type === SOA.code)!; // every zone has one
  const { serial } = SOA.read(soa.rdata) as { serial: number }; // as the table says
  const rdata = ZONEMD.write({
    serial,
    scheme: SIMPLE,
    hash_algorithm: SHA384,
    digest: zonemdDigest(zone, SHA384),
  });
  return {
    origin: zone.origin,
    records: [...zone.records, { owner: zone.origin, type: ZONEMD.code, ttl: soa.ttl, rdata }],
  };
}
