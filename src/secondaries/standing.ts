import { compareSerials } from "../../dns/serial.ts";
import type { Zone } from "../../dns/zone.ts";
import { digestWithSerial } from "../render/render-zone.ts";
import type { Shown, SoaTimers } from "../serial/shown.ts";

/** A zone as everybody should answer it. */
export interface Version {
  readonly zone: Zone;
  readonly serial: number;
}

/** Where a secondary stands with a zone. */
export type Standing =
  /** It answers this version: by its records, which it gave by AXFR, by its ZONEMD, or, where it shows neither, by its serial. */
  | { readonly kind: "follows"; readonly serial: number; readonly seen: "records" | "digest" | "serial" }
  /** It answers an older one, and asks for a newer one after these times at the latest. */
  | { readonly kind: "behind"; readonly serial: number; readonly timers?: SoaTimers }
  /** It answers a greater serial than is deployed, so it takes nothing before that is passed (RFC 1034 §4.3.5). */
  | { readonly kind: "ahead"; readonly serial: number }
  /** It answers this serial, and something else under it. */
  | { readonly kind: "other-content"; readonly serial: number }
  /** It answers, and has no such zone. */
  | { readonly kind: "absent" }
  /** It answers that it fails: the zone expired there, or it never got it. */
  | { readonly kind: "failing"; readonly reason: string }
  | { readonly kind: "silent"; readonly reason: string };

/** Compares what a secondary shows of a zone with the version that it should have. */
export function judgeStanding(shown: Shown, { zone, serial }: Version): Standing {
  switch (shown.kind) {
    case "absent":
      return { kind: "absent" };
    case "silent":
      return { kind: shown.fails === true ? "failing" : "silent", reason: shown.reason };
    case "serial": {
      const { digest, timers } = shown;
      if (shown.serial === serial) {
        if (digest === undefined) return { kind: "follows", serial, seen: "serial" };
        const isSame = digestWithSerial(zone, serial, digest.algorithm) === digest.digest;
        return isSame ? { kind: "follows", serial, seen: "digest" } : { kind: "other-content", serial };
      }
      // One that lies 2^31 apart is not the less, so it would not take ours.
      if (compareSerials(shown.serial, serial) !== -1) return { kind: "ahead", serial: shown.serial };
      return { kind: "behind", serial: shown.serial, ...(timers !== undefined && { timers }) };
    }
    default:
      return shown satisfies never;
  }
}

/** Whether time alone may mend it: a secondary that is ahead, or has something else, stays as it is. */
export function mayStillFollow({ kind }: Standing): boolean {
  switch (kind) {
    case "behind":
    case "absent":
    case "failing":
    case "silent":
      return true;
    case "follows":
    case "ahead":
    case "other-content":
      return false;
    default:
      return kind satisfies never;
  }
}
