import { flatten, unflatten } from "../../dns/flat-records.ts";
import { shapeSign } from "../../dns/signing/shape-signer.ts";
import { signFlatZone } from "../../dns/signing/sign-zone.ts";
import { windowOf } from "../../dns/signing/window.ts";
import type { Zone, ZoneRecord } from "../../dns/zone.ts";
import { policyIn } from "../dnssec/policy.ts";
import { servedSerial } from "../dnssec/served-serial.ts";
import { asWritten } from "../dnssec/served-zone.ts";
import { asStandIn } from "../dnssec/stand-in.ts";
import { publishedRecords } from "./render-zone.ts";

/**
 * A zone as a nameserver of ours answers it in a window, where its file has the serial `file`: signed, with stand-ins of the
 * right length for signatures, for private keys are not here. Of a zone that none of ours signs the records as they are
 * published, in every window. A zone that is rendered already gives the same.
 */
export function signedZone(zone: Zone, file: number, window: number): Zone {
  const policy = policyIn(zone);
  const { origin } = zone;
  if (policy === undefined) return { origin, records: publishedRecords(zone, file) };
  const first = Math.max(window, policy.base); // a clock that is behind signs for no window before the base
  const source = { origin, records: asWritten(origin, zone.records) }; // a rendered zone has its file's digest already
  const written = publishedRecords(source, servedSerial(file, policy, first));
  const made: readonly ZoneRecord[] = unflatten(
    signFlatZone({
      origin: Buffer.from(origin, "latin1"),
      records: flatten(written),
      policy,
      window: first,
      signerOf: shapeSign,
    }),
  );
  return { origin, records: [...written, ...made.map(asStandIn)] };
}

/** The same, by the window of a time: what a nameserver of ours answers at that moment. */
export function signedZoneAt(zone: Zone, file: number, at: Date): Zone {
  return signedZone(zone, file, windowOf(at.getTime() / 1000));
}
