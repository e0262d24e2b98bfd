import { printName } from "../../dns/name.ts";
import { SOA } from "../../dns/records/soa.ts";
import { typeName } from "../../dns/types.ts";
import type { Expiry } from "../source/about.ts";
import { type Day, daysBetween } from "../source/day.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import type { ZoneIndex } from "./zone-index.ts";

const EXPIRED: Rule = {
  id: "record-expired",
  severity: "warning",
  about: "A record whose `expires` is over",
  why: "Somebody wanted it for a time only. It is published until it is removed: no day takes away what a commit has, and no deployment or rollback is stopped by one.",
  mend: "Remove the record, or write a later day. With `lint: {record-expired: error}` in _config.yaml `check`, `plan` and pull requests fail until then.",
  accepted: ["www: {type: A, value: 192.0.2.1, zonepipe: {expires: '9999-12-31'}}\n"],
  refused: [
    {
      sample: "www: {type: A, value: 192.0.2.1, zonepipe: {owner: web, expires: '2020-02-29'}}\n",
      finds: ["1:66 www.example.com. A of web expired on 2020-02-29"],
    },
    {
      sample:
        "www: {type: A, values: [192.0.2.1, 192.0.2.2, 192.0.2.3], zonepipe: {expires: '2020-02-29'}}\n",
      finds: ["1:79 www.example.com. A and 2 records more expired on 2020-02-29"],
    },
  ],
};

const EXPIRES_SOON: Rule = {
  id: "record-expires-soon",
  severity: "warning",
  about: "A record whose `expires` is near",
  why: "Whoever still needs it can say so before it is removed.",
  mend: "Write a later day, or remove the record. `expires_soon_days` in _config.yaml says how near is near.",
  accepted: ["www: {type: A, value: 192.0.2.1, zonepipe: {expires: '9999-12-31'}}\n"],
  refused: [
    {
      sample: {
        "_config.yaml":
          "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\nzones: {example.com: {about: {apps: {expires: '2026-11-30'}}}}\n",
        "example.com.yaml": "www: {type: A, value: 192.0.2.1}\na.apps: {type: A, value: 192.0.2.2}\n",
      },
      finds: ["_config.yaml:2:47 a.apps.example.com. A expires today"],
    },
  ],
};

const OWNER_MISSING: Rule = {
  id: "record-without-owner",
  severity: "warning",
  off: true,
  about: "A record of which nobody says whose it is",
  why: "When it is wrong or in the way nobody knows whom to ask. The invariant `owned` demands the same of names or types of your choice.",
  mend: "Write `zonepipe: {owner: …}` at the record, or `about` with an owner for its subtree in _config.yaml.",
  accepted: [
    "www: {type: A, value: 192.0.2.1}\n",
    {
      "_config.yaml":
        "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\nlint: {record-without-owner: error}\nzones: {example.com: {about: {'': {owner: web}}}}\n",
      "example.com.yaml": "www: {type: A, value: 192.0.2.1}\n",
    },
  ],
  refused: [
    {
      sample: {
        "_config.yaml":
          "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\nlint: {record-without-owner: error}\n",
        "example.com.yaml": "www: {type: A, value: 192.0.2.1}\n",
      },
      finds: ["example.com.yaml:1:23 www.example.com. A has no owner"],
    },
  ],
};

/** Whose records are, and for how long. */
export const EXPIRY: Family = {
  subject: "Whose records are",
  rules: [EXPIRED, EXPIRES_SOON, OWNER_MISSING],
  check: (index, find, outside) => {
    if (outside.today !== undefined) checkExpiry(index, find, outside.today);
    if (index.zone.levels.has(OWNER_MISSING.id)) checkOwners(index, find);
  },
};

/** The rules that have no word where nobody says which day it is. */
export const CLOCK_RULES: ReadonlySet<string> = new Set([EXPIRED.id, EXPIRES_SOON.id]);

function checkExpiry({ zone }: ZoneIndex, find: Find, today: Day): void {
  const expiring = new Map<Expiry, LintRecord[]>();
  for (const record of zone.records) {
    const expires = record.remarks?.expires;
    if (expires === undefined || record.madeFrom !== undefined) continue; // it goes with that which it is made of
    const records = expiring.get(expires);
    if (records === undefined) expiring.set(expires, [record]);
    else records.push(record);
  }
  for (const [{ day, at }, records] of expiring) {
    const left = daysBetween(today, day);
    const what = wordsOf(records);
    const first = records[0]!; // it is there because of one
    const help = "Remove it, or write a later day.";
    if (left < 0) find(EXPIRED, at, `${what} expired on ${day}`, help, first);
    else if (left <= (zone.expiresSoonDays ?? 0))
      find(
        EXPIRES_SOON,
        at,
        `${what} ${records.length === 1 ? "expires" : "expire"} ${inDays(left, day)}`,
        help,
        first,
      );
  }
}

function inDays(left: number, day: Day): string {
  if (left === 0) return "today";
  return left === 1 ? "tomorrow" : `in ${left} days, on ${day}`;
}

function wordsOf(records: readonly LintRecord[]): string {
  const first = records[0]!; // see above
  const owner = first.remarks?.owner;
  const more = records.length - 1;
  return [
    `${printName(first.owner)} ${typeName(first.type)}`,
    ...(owner === undefined ? [] : [`of ${owner}`]),
    ...(more === 0 ? [] : [`and ${more === 1 ? "1 record" : `${more} records`} more`]),
  ].join(" ");
}

/** Of each RRset one value at least. What `_config.yaml` makes is everybody's. */
function checkOwners({ nodes }: ZoneIndex, find: Find): void {
  for (const { sets } of nodes.values()) {
    for (const { owner, type, records } of sets) {
      const record = records[0]!; // an RRset has one at least
      if (type === SOA.code || /(?:^|\/)_config\.yaml$/.test(record.at.file)) continue;
      const isOwned = ({ remarks, madeFrom }: LintRecord) =>
        remarks?.owner !== undefined || madeFrom !== undefined;
      if (records.every(isOwned)) continue;
      const help = `Write \`zonepipe: {owner: …}\` beside the type, or \`about\` in _config.yaml.`;
      find(OWNER_MISSING, record.at, `${printName(owner)} ${typeName(type)} has no owner`, help, record);
    }
  }
}
