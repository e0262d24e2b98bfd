import type { Schema } from "../../../dns/fields/field.ts";
import { NAME_PATTERN } from "../../../dns/fields/name-pattern.ts";
import { MAX_TTL } from "../../../dns/ttl.ts";
import { SIGNING_ALGORITHMS } from "../../dnssec/algorithms.ts";
import {
  CDS_MODES,
  DEFAULT_KEYS,
  DENIALS,
  DS_STATES,
  KEY_ROLES,
  KEY_STATES,
} from "../../dnssec/zone-keys.ts";

/** The greatest counter and the greatest window: what the record in the zone has room for. */
export const MOST_COUNTED = 0x7fff_ffff;

/** The greatest number of windows: some thirty years, and far below what serials may go ahead (RFC 1982 §3.1). */
export const MOST_WINDOWS = 1600;

const KEY: Schema = {
  type: "object",
  description: "A key, without its private half",
  properties: {
    tag: { type: "integer", minimum: 0, maximum: 65535, description: "Its tag (RFC 4034 Appendix B)" },
    algorithm: {
      enum: SIGNING_ALGORITHMS,
      description: "What it signs with",
    },
    role: {
      enum: KEY_ROLES,
      description: "What it signs: csk everything, ksk the keys, zsk all but the keys",
    },
    state: {
      enum: KEY_STATES,
      description:
        "early: signs, not published; published: waits; active: published and signs; retired: signs no more; late: signs, no longer published; foreign: another provider's",
    },
    since: {
      type: "string",
      pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$",
      description: "Since when it is in its state, in UTC",
      examples: ["2026-11-30T12:00:00Z"],
    },
    ds: {
      enum: DS_STATES,
      default: "absent",
      description: "How its DS stands at the parent",
    },
    public: {
      type: "string",
      pattern: "^[A-Za-z0-9+/]+={0,2}$",
      description: "The public key in Base64, as DNSKEY has it",
    },
  },
  required: ["tag", "algorithm", "role", "state", "since", "public"],
  additionalProperties: false,
};

/** The JSON Schema (draft-07) of `_keys.yaml`. */
export const KEYS_SCHEMA: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Keys of zonepipe",
  description: "How zones are signed with DNSSEC, zone by zone: zones/_keys.yaml",
  type: "object",
  properties: {
    zones: {
      type: ["object", "null"],
      description: "The zones that our nameservers sign",
      propertyNames: { pattern: NAME_PATTERN }, // not in the shape: a better message tells of it
      additionalProperties: { $ref: "#/definitions/zone" },
    },
  },
  additionalProperties: false,
  definitions: {
    zone: {
      type: "object",
      properties: {
        counter: {
          type: "integer",
          minimum: 1,
          maximum: MOST_COUNTED,
          description: "Goes up with each change of how the zone is signed, and never comes back",
        },
        base: {
          type: "integer",
          minimum: 0,
          maximum: MOST_COUNTED,
          description: "The week since 1970 in which the zone answers the serial of its file",
        },
        windows: {
          type: "integer",
          minimum: 2,
          maximum: MOST_WINDOWS,
          default: DEFAULT_KEYS.windows,
          description: "For how many weeks from `base` on serials are reserved",
        },
        denial: {
          enum: DENIALS,
          default: DEFAULT_KEYS.denial,
          description: "How the zone proves that something does not exist",
        },
        ttl: {
          type: "integer",
          minimum: 0,
          maximum: MAX_TTL,
          default: DEFAULT_KEYS.ttl,
          description: "TTL in seconds of DNSKEY, CDS, CDNSKEY and CSYNC",
        },
        cds: {
          enum: CDS_MODES,
          default: DEFAULT_KEYS.cds,
          description: "What CDS and CDNSKEY ask of the parent: nothing, the DS of keys, that all DS go",
        },
        csync: {
          type: "boolean",
          default: DEFAULT_KEYS.csync,
          description: "CSYNC asks the parent to take over NS and glue (RFC 7477)",
        },
        bootstrap: {
          type: "boolean",
          default: false,
          description:
            "CDS and CDNSKEY stand in the zones of its nameservers, too, where those are ours (RFC 9615)",
        },
        keys: { type: "array", minItems: 1, items: { $ref: "#/definitions/key" }, description: "Its keys" },
      },
      required: ["counter", "base", "keys"],
      additionalProperties: false,
    },
    key: KEY,
  },
};
