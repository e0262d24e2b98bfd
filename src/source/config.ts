import type { Name } from "../../dns/name.ts";
import type { Position, Severity } from "../../dns/problem.ts";
import type { SerialStyle } from "../serial/style.ts";
import type { About } from "./about.ts";
import type { Variables } from "./variables.ts";

/** What `zones/_config.yaml` says about one zone, its defaults filled in. */
export interface ZoneConfig {
  /** TTL in seconds of records that give none. */
  readonly defaultTtl: number;
  readonly soa: SoaConfig;
  /** Where to ask. They are the apex NS of a zone that has none of its own. */
  readonly nameservers: readonly ConfiguredNameserver[];
  /** TTL in seconds of the NS and address records made of `nameservers`. */
  readonly nameserverTtl: number;
  readonly serial: SerialStyle;
  /** A serial that the zone had elsewhere: every one of ours lies above. */
  readonly serialAbove?: number;
  readonly safety: SafetyConfig;
  readonly watch: WatchConfig;
  readonly journal: JournalConfig;
  /** Rules that have another severity than their own; `ignore` turns one off. By rule id. */
  readonly lint: ReadonlyMap<string, Severity | "ignore">;
  /** What `$web` in a record stands for; left out where nothing is said. */
  readonly names?: Variables;
  /** What is said of whole subtrees, by the names at which they begin; `*.` begins one without its top. */
  readonly about?: ReadonlyMap<Name, About>;
  /** A reverse zone whose PTRs are made of the addresses in all zones. */
  readonly reverse?: "auto";
  /** What becomes of a record that has expired: it is told, or taken out by a pull request of the scheduled workflow. */
  readonly expired: "warn" | "error" | "remove";
  /** How many days before a record expires that is told. */
  readonly expiresSoonDays: number;
  /** `\;` in TXT means `;`, as octoDNS writes it by default; otherwise its backslash is one. */
  readonly escapedSemicolons: boolean;
}

/** The SOA record, all but its serial. Times in seconds. */
export interface SoaConfig {
  /** Otherwise the first of the apex NS in canonical order, so that no other order of them changes it. */
  readonly mname?: Name;
  /** Mailbox in the form of SOA RNAME (RFC 1035 §8). Otherwise `hostmaster` below the zone. */
  readonly rname?: Name;
  readonly refresh: number;
  readonly retry: number;
  readonly expire: number;
  readonly minimum: number;
  readonly ttl: number;
  /** Where those stand that are written, by the names of the record's fields. */
  readonly fieldsAt?: { readonly [field: string]: Position };
}

/** A nameserver as `_config.yaml` gives it. */
export interface ConfiguredNameserver {
  readonly name: Name;
  /** Public IPv4 and IPv6 addresses, as text. */
  readonly addresses: readonly string[];
  /** The app on Fly.io that answers there; where none of a list says one, it is that of fly.toml. */
  readonly app?: string;
  /** How one that is not ours gets the zones, where that is told. */
  readonly fed?: Feed;
  /** One that is not ours looks the targets of ALIAS up itself. */
  readonly alias?: "expands";
  readonly at: Position;
}

/**
 * How a secondary gets the zones: from our nameservers by transfer, after a NOTIFY or when it asks by itself (RFC 1034
 * §4.3.5), or as files that somebody or some program of the user brings there.
 */
export type Feed =
  | {
      readonly by: "transfer";
      /** The name of the TSIG key of its transfers; its secret is never in the settings. */
      readonly key?: Name;
      /** Where it takes NOTIFY: all addresses of the nameserver, at port 53, unless told otherwise. */
      readonly notify: readonly NotifyPlace[];
    }
  | { readonly by: "files" };

/** Where NOTIFY goes. */
export interface NotifyPlace {
  readonly address: string;
  readonly port: number;
}

/**
 * The nameservers of a list that no app of ours runs: those that say how they are fed, and, as soon as one of the list names
 * its app, those that name none.
 */
export function othersOf(nameservers: readonly ConfiguredNameserver[]): readonly ConfiguredNameserver[] {
  const isNamed = nameservers.some(({ app }) => app !== undefined);
  return nameservers.filter(({ app, fed }) => app === undefined && (isNamed || fed !== undefined));
}

/** When a plan takes away so much that somebody must look twice. */
export interface SafetyConfig {
  /** Share of a zone's RRsets that one change may delete. */
  readonly maxDeletePercent: number;
  /** A zone with fewer published RRsets than this may change freely. */
  readonly minRrsets: number;
}

/** What `drift` looks at outside of our nameservers, and how somebody is told. */
export interface WatchConfig {
  /** NS, glue and DS at the parent's servers. */
  readonly parents: boolean;
  /** The registration of the domain, by RDAP. */
  readonly registration: boolean;
  /** When the signatures of a signed zone end. */
  readonly signatures: boolean;
  /** The form of what the webhook is told; `off`: it is not told of this zone. */
  readonly webhook: "generic" | "slack" | "off";
}

/** How much of a zone's past is kept beside it, so that a secondary need not take the whole zone (RFC 1995). */
export interface JournalConfig {
  /** Earlier versions from which the differences are kept; 0 for none. */
  readonly versions: number;
  /** Octets that all of these differences may have, as text. */
  readonly size: number;
}

/** What holds where `_config.yaml` says nothing. */
export const DEFAULT_CONFIG: ZoneConfig = {
  defaultTtl: 3600, // octoDNS' own default
  soa: {
    // RIPE-203's timers for small and stable zones, but for `minimum`, which had another meaning then.
    refresh: 86_400,
    retry: 7_200,
    expire: 3_600_000,
    minimum: 3_600, // "one to three hours have been found to work well" (RFC 2308 §5)
    ttl: 3_600,
  },
  nameservers: [],
  nameserverTtl: 3_600,
  serial: "date",
  safety: { maxDeletePercent: 30, minRrsets: 10 }, // octoDNS' limits
  watch: { parents: true, registration: true, signatures: true, webhook: "generic" },
  journal: { versions: 10, size: 1_000_000 },
  lint: new Map(),
  expired: "warn",
  expiresSoonDays: 14,
  escapedSemicolons: true,
};
