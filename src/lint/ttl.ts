import { NS } from "../../dns/type-numbers.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import type { ZoneIndex } from "./zone-index.ts";

/** Seconds below which an answer is asked for again and again. */
const LOW = 60;
/** A week in seconds: resolvers are recommended to keep nothing longer (RFC 8767 §4). */
const HIGH = 604_800;
/** Seconds below which a zone's own NS are asked for again and again by everybody who has anything to do with it. */
const APEX_NS_LOW = 3_600;

const TTL_ZERO: Rule = {
  id: "ttl-zero",
  severity: "warning",
  source: "RFC 1035 §3.2.1",
  about: "A TTL of 0",
  why: "Nobody may keep the answer, so every single use of it costs a question, and the name is gone whenever the nameservers are.",
  mend: "Write 60 or more; 300 is short enough for what changes often.",
  accepted: ["www: {type: A, ttl: 300, value: 192.0.2.80}\n"],
  refused: [
    {
      sample: "www: {type: A, ttl: 0, value: 192.0.2.80}\n",
      finds: ["1:21 TTL is 0; expected 60 seconds or more"],
    },
  ],
};

const TTL_LOW: Rule = {
  id: "ttl-low",
  severity: "warning",
  about: "A TTL under a minute",
  why: "Many resolvers keep it longer anyway; the others ask all the time, and every short outage of the nameservers is seen.",
  mend: "Write 60 or more; 300 is short enough for what changes often.",
  accepted: ["www: {type: A, ttl: 60, value: 192.0.2.80}\n"],
  refused: [
    {
      sample: "www: {type: A, ttl: 30, value: 192.0.2.80}\n",
      finds: ["1:21 TTL is 30; expected 60 seconds or more"],
    },
    {
      sample: {
        "_config.yaml":
          "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\ndefault_ttl: 30\n",
        "example.com.yaml": "www: {type: A, value: 192.0.2.80}\nftp: {type: A, value: 192.0.2.81}\n",
      },
      finds: ["example.com.yaml:1:23 TTL is 30, here and in 1 other RRset; expected 60 seconds or more"],
    },
  ],
};

const TTL_HIGH: Rule = {
  id: "ttl-high",
  severity: "warning",
  source: "RFC 8767 §4",
  about: "A TTL over a week",
  why: "A mistake stays in caches for that long. Resolvers are recommended to keep nothing longer than a week.",
  mend: "Write 604800 at most; a day is long enough for what never changes.",
  accepted: ["www: {type: A, ttl: 604800, value: 192.0.2.80}\n"],
  refused: [
    {
      sample: "www: {type: A, ttl: 604801, value: 192.0.2.80}\n",
      finds: ["1:21 TTL is 604801; expected 604800 seconds (a week) at most"],
    },
  ],
};

const APEX_NS_TTL: Rule = {
  id: "apex-ns-ttl",
  severity: "warning",
  about: "A TTL of the zone's own NS under an hour",
  why: "Everybody who asks for anything in the zone needs its NS. They change rarely, so a short TTL costs time and gains nothing.",
  mend: "Write 3600 or more, or set `nameserver_ttl` in `_config.yaml`.",
  accepted: ["'': {type: NS, ttl: 86400, values: [ns1.example.net., ns2.example.net.]}\n"],
  refused: [
    {
      sample: "'': {type: NS, ttl: 300, values: [ns1.example.net., ns2.example.net.]}\n",
      finds: ["1:21 TTL of the zone's own NS is 300; expected 3600 seconds (an hour) or more"],
    },
  ],
};

/** How long answers may be kept. */
export const TTL: Family = {
  subject: "TTLs",
  rules: [TTL_ZERO, TTL_LOW, TTL_HIGH, APEX_NS_TTL],
  check: checkTtls,
};

function checkTtls({ apex, nodes }: ZoneIndex, find: Find): void {
  // What states no TTL of its own has the same one as many others, and is told once for all of them.
  const shared = new Map<number, { readonly first: LintRecord; count: number }>();
  for (const node of nodes.values()) {
    for (const { type, records } of node.sets) {
      const record = records[0]!;
      const { ttl, ttlAt } = record;
      if (type === NS && node.name === apex && ttl < APEX_NS_LOW) {
        const message = `TTL of the zone's own NS is ${ttl}; expected ${APEX_NS_LOW} seconds (an hour) or more`;
        find(APEX_NS_TTL, ttlAt ?? record.at, message, "Write 3600 or more; they change rarely.", record);
      } else if (ttl < LOW || ttl > HIGH) {
        const known = shared.get(ttl);
        if (ttlAt !== undefined) tell(ttl, "", ttlAt, record, find);
        else if (known === undefined) shared.set(ttl, { first: record, count: 1 });
        else known.count += 1;
      }
    }
  }
  for (const [ttl, { first, count }] of shared) {
    const others = `, here and in ${count - 1} other RRset${count === 2 ? "" : "s"}`;
    tell(ttl, count === 1 ? "" : others, first.at, count === 1 ? first : undefined, find);
  }
}

function tell(
  ttl: number,
  others: string,
  at: LintRecord["at"],
  record: LintRecord | undefined,
  find: Find,
): void {
  if (ttl > HIGH) {
    const message = `TTL is ${ttl}${others}; expected ${HIGH} seconds (a week) at most`;
    find(TTL_HIGH, at, message, "A day, 86400, is long enough for what never changes.", record);
  } else {
    const message = `TTL is ${ttl}${others}; expected ${LOW} seconds or more`;
    const help = "300 is short enough for what changes often.";
    find(ttl === 0 ? TTL_ZERO : TTL_LOW, at, message, help, record);
  }
}
