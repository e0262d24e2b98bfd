import type { Schema } from "../dns/fields/field.ts";
import { CDS_MODES, DENIALS, DS_STATES, KEY_ROLES, KEY_STATES } from "../src/dnssec/zone-keys.ts";
import { list, object, text, whole } from "./schema-words.ts";

/**
 * The JSON Schema (draft-07) of what `zonepipe dnssec status --json` prints. It lets unknown keys pass, for new ones come
 * without a new version; a test holds it against every state with nothing unknown allowed.
 */
export function dnssecStatusSchema(): Schema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "urn:zonepipe:dnssec-status:1",
    title: "zonepipe dnssec status",
    description: "How a zone is signed, and what comes next. Names are absolute, times in ISO 8601.",
    ...object(
      {
        zone: text(),
        state: {
          enum: ["unsigned", "signed", "secure", "rolling", "leaving"],
          description:
            "signed: without DS; secure: with it; leaving: the DS is to go. An unsigned zone has zone, state and next",
        },
        counter: whole("Number of the state of its keys; the greater one is the newer"),
        denial: { enum: DENIALS },
        ttl: whole("Seconds, of DNSKEY, CDS, CDNSKEY and CSYNC"),
        cds: { enum: CDS_MODES, description: "What CDS and CDNSKEY ask of the parent (RFC 7344, RFC 8078)" },
        csync: { type: "boolean" },
        windows: object({
          base: whole("The first week, counted from 1970, in which it answers the serial of its file"),
          count: whole("For how many weeks from base on serials are reserved"),
          now: whole("The week of now"),
          left: whole("How many are left after it"),
        }),
        serials: object({
          now: whole("How far the serial that is answered now lies above that of the file"),
          reserved: whole("How many serials each release has"),
        }),
        keys: list(KEY),
        signedBeforehand: list(
          object({
            tag: whole(),
            until: {
              type: ["string", "null"],
              description: "A day; null where not even this week is signed",
            },
            windowsLeft: whole("Weeks after this one"),
          }),
          "Keys that are on no machine, and what they have signed",
        ),
        seen: { ...SEEN, description: "What was looked at; missing where that is written down nowhere" },
        step: { ...STEP, description: "The next step; comes with seen" },
        next: list(text(), "The same for people, in lines"),
      },
      [
        ...["counter", "denial", "ttl", "cds", "csync", "windows", "serials", "keys", "signedBeforehand"],
        ...["seen", "step"],
      ],
    ),
  };
}

const DS = object({
  state: { enum: DS_STATES, description: "How it stands at the parent" },
  record: text("Data of the DS record in presentation form"),
});

const KEY = object(
  {
    tag: whole(),
    algorithm: text("Its mnemonic, where a zone may be signed with it"),
    algorithmNumber: whole(),
    role: { enum: KEY_ROLES },
    state: { enum: KEY_STATES },
    since: text("Since when it is in this state"),
    signs: { type: "boolean" },
    published: { type: "boolean", description: "It stands in the DNSKEY RRset" },
    dnskey: text("Data of the DNSKEY record in presentation form"),
    ds: { ...DS, description: "Missing for a zsk" },
  },
  ["ds"],
);

const TIMES = {
  since: text("The first look of those that saw the same"),
  last: text("The last look"),
  by: text("Who looked last: drift, deploy or dnssec"),
};

const SEEN = object(
  {
    keys: {
      ...object({ counter: whole("0: no nameserver shows that it signs the zone"), ...TIMES }),
      description: "What all nameservers show",
    },
    ds: {
      ...object({
        set: list({ type: "string", pattern: "^([0-9a-f]{2})+$" }, "Data of each DS in hexadecimal digits"),
        ttl: whole("For how many seconds caches may hold what was there before"),
        ...TIMES,
      }),
      description: "What all servers of the parent show",
    },
    dsTtl: whole("The greatest TTL of a DS that was ever seen there, in seconds"),
  },
  ["keys", "ds", "dsTtl"],
);

const STEP = object(
  {
    kind: { enum: ["take", "wait", "rest"], description: "rest: nothing is to be done by zonepipe" },
    by: { enum: ["enable", "roll", "disable"], description: "The command that takes it" },
    what: list(text(), "Clauses"),
    until: list(
      object(
        {
          rule: text("What is against it: chain-breaks, too-early, not-looked-at, policy-counter"),
          message: text("Without a final stop"),
          help: text(),
          from: text("When it would be fine, all else being as it is"),
        },
        ["rule", "from"],
      ),
      "What has to be so first",
    ),
  },
  ["by", "what", "until"],
);
