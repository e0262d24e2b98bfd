import { type Name, printName } from "../../dns/name.ts";
import { MAX_ZONES } from "../answer/counters.ts";
import type { SignedHere } from "../zones/zone-signing.ts";
import { gauge } from "./make-metric.ts";
import type { Metric } from "./print-metrics.ts";

/** What is known of the signing of zones. */
export interface SigningFacts {
  readonly zones: readonly { readonly origin: Name; readonly signed?: SignedHere }[];
  /** Zones that are to be signed here and cannot be, and zones that are still to be signed. */
  readonly unsigned: readonly Name[];
  readonly pending: readonly Name[];
  /** The window in force (see `windowOf`). */
  readonly window: number;
}

/** What there is to tell of zones that are signed here; nothing where there are none. */
export function signingMetrics({ zones, unsigned, pending, window }: SigningFacts): Metric[] {
  const signed = zones.filter(({ signed }) => signed !== undefined);
  if (signed.length + unsigned.length + pending.length === 0) return [];
  const ofEach = (numberOf: (signed: SignedHere) => number) =>
    signed
      .slice(0, MAX_ZONES)
      .map(({ origin, signed }) => ({ labels: { zone: printName(origin) }, value: numberOf(signed!) }));
  const ways = new Set(signed.map(({ signed }) => signed!.by));
  const beforehand = signed.slice(0, MAX_ZONES).flatMap(({ origin, signed }) => {
    const until = signed?.keysUntil;
    return until === undefined ? [] : [{ labels: { zone: printName(origin) }, value: until - window }];
  });
  return [
    gauge("zones_signed", "Zones that this server signs and serves", [{ value: signed.length }]),
    gauge(
      "zones_unsigned",
      "Zones that this server is to sign and does not serve: they are answered SERVFAIL",
      [
        { labels: { state: "pending" }, value: pending.length },
        { labels: { state: "failed" }, value: unsigned.length },
      ],
    ),
    gauge("signing_info", "What makes the signatures; stand-ins are none that hold", [
      ...[...ways].sort().map((by) => ({ labels: { by }, value: 1 })),
    ]),
    gauge("signing_window", "The window for which zones are to be signed now, in weeks since 1970", [
      { value: window },
    ]),
    gauge(
      "zone_signing_window",
      "The window for which a zone is signed, in weeks since 1970",
      ofEach(({ window }) => window),
    ),
    gauge(
      "zone_signing_windows_left",
      "For how many windows after the one in force serials are reserved",
      ofEach(({ policy }) => policy.base + policy.windows - 1 - window),
    ),
    ...(beforehand.length === 0
      ? []
      : [
          gauge(
            "zone_key_signatures_windows_left",
            "For how many windows after the one in force the keys of a zone are signed, where that is done beforehand",
            beforehand,
          ),
        ]),
    gauge(
      "zone_signatures",
      "Signatures that were made for a zone",
      ofEach(({ signatures }) => signatures),
    ),
    gauge(
      "zone_signing_seconds",
      "Time that signing a zone took",
      ofEach(({ time }) => time / 1000),
    ),
  ];
}
