import type { Octets } from "../../dns/wire.ts";
import type { ZonemdAlgorithm } from "../../dns/zonemd.ts";

/**
 * What one place that may hold a published zone showed of it: a nameserver asked for SOA and ZONEMD, a machine, or
 * a folder of rendered files.
 */
export type Shown = {
  /** Who showed it, as a person would say it: `ns1.example.com. (192.0.2.53)`, `build/zones/example.com.zone`. */
  readonly by: string;
  /**
   * The name of the nameserver that was asked over the network: what it shows is said by whoever answers at its address.
   * Left out of what we know by other means: a machine of ours, asked on itself, or a file that we rendered.
   */
  readonly nameserver?: string;
} & (
  | {
      readonly kind: "silent";
      readonly reason: string;
      /** Somebody answers there, and says that it fails: SERVFAIL, as of a zone that expired or was never loaded. */
      readonly fails?: true;
    }
  /** It answered, and has no authority for the zone. */
  | { readonly kind: "absent" }
  | {
      readonly kind: "serial";
      /** Of a zone that our nameservers sign that of its file, which is the same in every window (see `servedSerial`). */
      readonly serial: number;
      /** What is answered of a zone that our nameservers sign; left out of all others. */
      readonly signed?: SignedServing;
      readonly digest?: ShownDigest;
      /** Those of its SOA, which a secondary that holds it goes by. Left out of what was not asked for. */
      readonly timers?: SoaTimers;
    }
);

/** How a zone that our nameservers sign is answered. */
export interface SignedServing {
  /** The serial and the window that are answered; left out of a file, which answers nothing. */
  readonly answers?: { readonly serial: number; readonly window: number };
  /** The greatest serial that its release reserves: another content lies above it. */
  readonly last: number;
}

/** After how many seconds a secondary asks by itself, and again where that failed (RFC 1035 §3.3.13). */
export interface SoaTimers {
  readonly refresh: number;
  readonly retry: number;
}

/**
 * A ZONEMD record whose serial is the SOA's (RFC 8976 §2.2), of the SIMPLE scheme; of a zone that our nameservers sign that of the
 * scheme `CONTENT`.
 */
export interface ShownDigest {
  readonly algorithm: ZonemdAlgorithm;
  readonly digest: Octets;
}
