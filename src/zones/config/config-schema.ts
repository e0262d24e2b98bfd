import type { Schema } from "../../../dns/fields/field.ts";
import { ipv4 } from "../../../dns/fields/ipv4.ts";
import { ipv6 } from "../../../dns/fields/ipv6.ts";
import { NAME_PATTERN } from "../../../dns/fields/name-pattern.ts";
import { MAX_SERIAL } from "../../../dns/serial.ts";
import { MAX_TTL } from "../../../dns/ttl.ts";
import { isFirm, RULES } from "../../lint/rules.ts";
import { DEFAULT_CONFIG } from "../../source/config.ts";
import { APP_NAME } from "./app-name.ts";

/** Weights that a rule may be given. */
export const LINT_LEVELS = ["error", "warning", "info", "ignore"] as const;

/** How serials are made. */
export const SERIAL_STYLES = ["date", "unixtime", "increment"] as const;

/** The greatest number of versions of a zone whose differences are kept: each may be a commit that is read. */
export const MOST_VERSIONS = 100;

/** The greatest number of days before something expires in which that may be told. */
export const MOST_DAYS = 366;

/** What becomes of a record that has expired. */
export const EXPIRED_HABITS = ["warn", "error", "remove"] as const;

/** The greatest number of octets of a zone's differences. */
export const MOST_OCTETS = 1_000_000_000;

const ADJUSTABLE = RULES.filter(({ id }) => !isFirm(id));

const { soa, safety, watch, journal } = DEFAULT_CONFIG;

/** What stands under `soa:`. */
const SOA_SCHEMA: Schema = {
  type: "object",
  description: "The SOA record of each zone, all but its serial (RFC 1035 §3.3.13)",
  properties: {
    mname: {
      type: "string",
      description:
        "Primary nameserver; otherwise the first of the zone's own NS by name, in whatever order they stand",
    },
    rname: {
      type: "string",
      description: "Mailbox of whoever is in charge; otherwise hostmaster of the zone",
      examples: ["hostmaster@example.com"],
    },
    refresh: seconds(soa.refresh, "after which a secondary asks for changes"),
    retry: seconds(soa.retry, "after which it asks again when that failed"),
    expire: seconds(soa.expire, "after which it gives up the zone"),
    minimum: seconds(soa.minimum, "for which a resolver may remember that something does not exist"),
    ttl: seconds(soa.ttl, "for which a resolver may keep the SOA record"),
  },
  additionalProperties: false,
};

/** What stands under `safety:`. */
const SAFETY_SCHEMA: Schema = {
  type: "object",
  description: "When a change takes away so much that somebody must look twice",
  properties: {
    max_delete_percent: {
      type: "integer",
      minimum: 0,
      maximum: 100,
      default: safety.maxDeletePercent,
      description: "Share of a zone's RRsets that one change may delete",
    },
    min_rrsets: {
      type: "integer",
      minimum: 0,
      default: safety.minRrsets,
      description: "A zone with fewer published RRsets than this may change freely",
    },
  },
  additionalProperties: false,
};

/** Forms in which a webhook is told. */
export const WEBHOOK_FORMS = ["generic", "slack", "off"] as const;

/** What stands under `watch:`. */
const WATCH_SCHEMA: Schema = {
  type: "object",
  description: "What `drift` looks at outside of the nameservers, and how a webhook is told",
  properties: {
    parents: {
      type: "boolean",
      default: watch.parents,
      description: "NS, glue and DS at every server of the parent",
    },
    registration: {
      type: "boolean",
      default: watch.registration,
      description: "Status and end of the domain's registration, by RDAP",
    },
    signatures: {
      type: "boolean",
      default: watch.signatures,
      description: "When the signatures of a signed zone end",
    },
    webhook: {
      type: "string",
      enum: WEBHOOK_FORMS,
      default: watch.webhook,
      description:
        "The form of what the webhook is told, whose address is a secret of the workflow; `off`: nothing of these zones",
    },
  },
};

/** What stands under `journal:`. */
const JOURNAL_SCHEMA: Schema = {
  type: "object",
  description: "Differences that are kept beside a zone, for secondaries that transfer it step by step",
  properties: {
    versions: {
      type: "integer",
      minimum: 0,
      maximum: MOST_VERSIONS,
      default: journal.versions,
      description: "Earlier versions from which a secondary gets the differences; 0 for none",
    },
    size: {
      type: "integer",
      minimum: 0,
      maximum: MOST_OCTETS,
      default: journal.size,
      description: "Octets that the differences of a zone may have; the oldest go first",
    },
  },
  additionalProperties: false,
};

/** What stands under `lint:`. */
const LINT_SCHEMA: Schema = {
  type: "object",
  description: "Rules that shall weigh more or less than usual; `ignore` turns one off",
  properties: Object.fromEntries(
    ADJUSTABLE.map(({ id, about, severity }) => [
      id,
      { type: "string", enum: LINT_LEVELS, default: severity, description: about },
    ]),
  ),
  additionalProperties: { type: "string" },
  propertyNames: { enum: ADJUSTABLE.map(({ id }) => id) }, // not in the shape: a better message tells of it
};

/** How a nameserver that is not ours gets the zones. */
export const FEEDS = ["transfer", "files"] as const;

/** What a nameserver that is not ours may do with ALIAS. */
export const ALIAS_HABITS = ["expands"] as const;

/** What stands under `fed:` of a nameserver. */
const FEED_SCHEMA: Schema = {
  type: "object",
  description:
    "How a nameserver that is not ours gets the zones, so that it is waited for as long as that may take, and told why it is behind",
  properties: {
    by: {
      type: "string",
      enum: FEEDS,
      description: "From our nameservers by transfer, or as files that somebody brings there",
    },
    key: {
      type: "string",
      pattern: NAME_PATTERN,
      description: "The name of the TSIG key of its transfers; the secret stands in no file",
      examples: ["ns3-key."],
    },
    notify: {
      type: "array",
      items: { type: "string" },
      minItems: 1,
      uniqueItems: true,
      description: "Where it takes NOTIFY, as ADDRESS or ADDRESS:PORT; otherwise its addresses at port 53",
      examples: ["198.51.100.53:53"],
    },
  },
  required: ["by"],
  additionalProperties: false,
};

/** One of `nameservers:`. */
const NAMESERVER_SCHEMA: Schema = {
  type: "object",
  properties: {
    name: { type: "string", pattern: NAME_PATTERN, description: "Its name", examples: ["ns1.example.com."] },
    addresses: {
      type: "array",
      items: { anyOf: [ipv4.schema, ipv6.schema] },
      minItems: 1,
      uniqueItems: true,
      description: "Its public IPv4 and IPv6 addresses: where to ask it",
    },
    app: {
      type: "string",
      pattern: APP_NAME.source,
      description:
        "The app on Fly.io that answers there. Where one nameserver has it, those without are somebody else's",
    },
    fed: FEED_SCHEMA,
    alias: {
      type: "string",
      enum: ALIAS_HABITS,
      description:
        "One that is not ours looks the targets of ALIAS up itself, as PowerDNS does with expand-alias; without it a zone with ALIAS is refused there",
    },
  },
  required: ["name"],
  additionalProperties: false,
};

/** The settings of all zones, or of one. */
const SETTINGS: { readonly [key: string]: Schema } = {
  default_ttl: seconds(DEFAULT_CONFIG.defaultTtl, "that a record without a ttl has"),
  nameservers: {
    type: "array",
    description: "The nameservers that have the zones. A zone without apex NS records gets these",
    items: NAMESERVER_SCHEMA,
    minItems: 1,
  },
  nameserver_ttl: seconds(
    DEFAULT_CONFIG.nameserverTtl,
    "of the NS and address records that are made of the nameservers",
  ),
  soa: SOA_SCHEMA,
  serial: {
    type: "string",
    enum: SERIAL_STYLES,
    default: DEFAULT_CONFIG.serial,
    description: "How serials are made: YYYYMMDDnn, seconds since 1970, or one more each time",
  },
  serial_above: {
    type: "integer",
    minimum: 0,
    maximum: MAX_SERIAL,
    description: "The serial that a zone had before it came here: every one of ours lies above",
  },
  safety: SAFETY_SCHEMA,
  watch: WATCH_SCHEMA,
  journal: JOURNAL_SCHEMA,
  lint: LINT_SCHEMA,
  expired: {
    type: "string",
    enum: EXPIRED_HABITS,
    default: DEFAULT_CONFIG.expired,
    description:
      "What a record is whose `expires` is over: a warning, an error, or a warning until a pull request of the scheduled workflow takes it out",
  },
  expires_soon_days: {
    type: "integer",
    minimum: 0,
    maximum: MOST_DAYS,
    default: DEFAULT_CONFIG.expiresSoonDays,
    description: "Days before a record expires in which `check` tells of it",
  },
  escaped_semicolons: {
    type: "boolean",
    default: DEFAULT_CONFIG.escapedSemicolons,
    description:
      "\\; in TXT means ; as octoDNS writes it by default; otherwise it is a backslash and a semicolon",
  },
};

const ADDRESS_SCHEMA: Schema = { anyOf: [ipv4.schema, ipv6.schema] };

/** What stands under `names:`. */
const NAMES_SCHEMA: Schema = {
  type: "object",
  description:
    "Addresses and names that recur: `$web` in the place of an address or a name of a record stands for what `web` is here. At the top alone",
  additionalProperties: {
    if: { type: "array" },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nobody awaits a schema
    then: { type: "array", items: ADDRESS_SCHEMA, minItems: 1, uniqueItems: true },
    else: { anyOf: [ipv4.schema, ipv6.schema, { type: "string", pattern: NAME_PATTERN }] },
  },
  examples: [{ web: ["192.0.2.80", "2001:db8::80"], cdn: "cdn.example.net." }],
};

/** `from:` of a zone. */
const FROM_SCHEMA: Schema = {
  type: "string",
  pattern: "\\.yaml$",
  description:
    "The template that the zone is made of: a file that several zones share, by its path from this folder. In it {zone} and {label} stand for the zone's name and its first label",
  examples: ["parked.yaml"],
};

/** What `reverse:` of a zone may be. */
export const REVERSE_HABITS = ["auto"] as const;

/** `reverse:` of a zone. */
const REVERSE_SCHEMA: Schema = {
  type: "string",
  enum: REVERSE_HABITS,
  description:
    "A reverse zone whose PTRs are made of the A and AAAA records of all zones here; what its own file says wins, and it needs none",
};

/** `about:` of a zone. */
const ABOUT_SCHEMA: Schema = {
  type: "object",
  description:
    "Whose whole subtrees are: what holds at a name and below it, where a record says nothing for itself. The names are as in the zone's file: '' is all of the zone, `'*.apps'` what lies below apps without apps itself",
  additionalProperties: {
    type: "object",
    properties: {
      owner: { type: "string", description: "Who is in charge" },
      note: { type: "string" },
      expires: {
        type: "string",
        description: "The last day on which it is wanted",
        examples: ["2027-03-01"],
      },
    },
    additionalProperties: false,
  },
  examples: [{ "": { owner: "web team" }, "*.apps": { owner: "apps team" } }],
};

/** The JSON Schema (draft-07) of `_config.yaml`. */
export const CONFIG_SCHEMA: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Settings of zonepipe",
  description: "What octoDNS' zone format has no place for: zones/_config.yaml",
  type: "object",
  properties: {
    ...SETTINGS,
    names: NAMES_SCHEMA,
    catalog: {
      type: "string",
      pattern: NAME_PATTERN,
      description:
        "A zone that is made of the list of all others (RFC 9432), for secondaries; at the top alone",
      examples: ["catalog.example."],
    },
    zones: {
      type: "object",
      description: "The same for single zones, by their names. What stands here wins",
      additionalProperties: { $ref: "#/definitions/zone" },
    },
  },
  additionalProperties: false,
  definitions: {
    zone: {
      type: "object",
      properties: { ...SETTINGS, from: FROM_SCHEMA, reverse: REVERSE_SCHEMA, about: ABOUT_SCHEMA },
      additionalProperties: false,
    },
  },
};

function seconds(fallback: number, about: string): Schema {
  return {
    type: "integer",
    minimum: 0,
    maximum: MAX_TTL,
    default: fallback,
    description: `Seconds ${about}`,
  };
}
