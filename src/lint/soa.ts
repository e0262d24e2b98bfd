import { keyOf, type Name, printName } from "../../dns/name.ts";
import { SOA as SOA_RECORD } from "../../dns/records/soa.ts";
import { NS, SOA as SOA_TYPE } from "../../dns/type-numbers.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { fedByTransfer } from "./secondaries.ts";
import { recordsAt, type ZoneIndex } from "./zone-index.ts";

const HOUR = 3_600;
const DAY = 86_400;

/** A third nameserver, which is fed by transfer. */
const FED =
  ", {name: ns3.example.org., addresses: [192.0.2.53], fed: {by: transfer, key: ns3-key., notify: [192.0.2.53]}}";

const SOA_REFRESH: Rule = {
  id: "soa-refresh",
  severity: "warning",
  source: "RFC 1912 §2.2",
  about:
    "A refresh of the SOA under four hours or over a day; with a secondary that is fed by transfer, under 20 minutes or over a day",
  why: "Secondaries ask so often whether the zone has changed. Rarer than daily, and a change that they were not told of stays unseen; much more often is work for nothing.",
  mend: "Set `soa.refresh` in `_config.yaml` to 14400 to 86400 seconds, or with a secondary that is fed by transfer to 1200 to 3600.",
  accepted: [config("refresh: 86400"), config("refresh: 3600, retry: 900", FED)],
  refused: [
    {
      sample: config("refresh: 300"),
      finds: ["_config.yaml:2:16 SOA refresh is 300; expected 14400 (four hours) to 86400 (a day)"],
    },
  ],
};

const SOA_RETRY: Rule = {
  id: "soa-retry",
  severity: "warning",
  source: "RFC 1912 §2.2",
  about:
    "A retry of the SOA under an hour, or not under its refresh; with a secondary that is fed by transfer, under three minutes",
  why: "It is how long a secondary waits after it could not ask, so it makes sense only below the refresh.",
  mend: "Set `soa.retry` in `_config.yaml` to 3600 seconds or more, and below `soa.refresh`; with a secondary that is fed by transfer to 180 or more.",
  accepted: [config("refresh: 86400, retry: 7200"), config("refresh: 3600, retry: 180", FED)],
  refused: [
    {
      sample: config("refresh: 86400, retry: 60"),
      finds: [
        "_config.yaml:2:30 SOA retry is 60; expected 3600 (an hour) or more, and less than its refresh",
      ],
    },
  ],
};

const SOA_EXPIRE: Rule = {
  id: "soa-expire",
  severity: "warning",
  source: "RFC 1912 §2.2",
  about: "An expire of the SOA under a week, or under its refresh and retry together",
  why: "A secondary that cannot ask for so long stops answering. It has to outlast a holiday.",
  mend: "Set `soa.expire` in `_config.yaml` to 604800 seconds or more.",
  accepted: [config("expire: 3600000")],
  refused: [
    {
      sample: config("expire: 86400"),
      finds: [
        "_config.yaml:2:15 SOA expire is 86400; expected 604800 (a week) or more, and no less than refresh and retry together",
      ],
    },
  ],
};

const SOA_MINIMUM: Rule = {
  id: "soa-minimum",
  severity: "warning",
  source: "RFC 2308 §5",
  about: "A minimum of the SOA under five minutes or over a day",
  why: "So long a resolver remembers that a name does not exist: a new name stays unseen for that time, and with a short one every typing error is asked for again.",
  mend: "Set `soa.minimum` in `_config.yaml` to 300 to 86400 seconds.",
  accepted: [config("minimum: 3600")],
  refused: [
    {
      sample: config("minimum: 604800"),
      finds: ["_config.yaml:2:16 SOA minimum is 604800; expected 300 (five minutes) to 86400 (a day)"],
    },
  ],
};

const RNAME_AT_SIGN: Rule = {
  id: "rname-at-sign",
  severity: "error",
  source: "RFC 1035 §8",
  about: "An @ in the mailbox of the SOA",
  why: "In the SOA the @ of the address is written as a dot. Programs that make an address of it get one that does not exist.",
  mend: "Write a dot instead of the @, and \\. for a dot before it. In `_config.yaml` an address may stand as it is.",
  accepted: [config("rname: host.master@example.com")],
  refused: [
    {
      sample: {
        "example.com.zone": `$TTL 3600
@ SOA ns1.example.net. hostmaster@example.com. 1 86400 7200 3600000 3600
@ NS ns1.example.net.
@ NS ns2.example.net.
`,
      },
      finds: ["2:1 SOA rname is hostmaster\\@example.com.; expected a name without @"],
    },
  ],
};

const MNAME_NOT_IN_NS: Rule = {
  id: "mname-not-in-ns",
  severity: "warning",
  source: "RFC 1035 §3.3.13",
  about: "The primary nameserver of the SOA is not among the zone's own NS",
  why: "Programs that change the zone or tell of changes go by it. It is right where the primary is hidden, and an old name otherwise.",
  mend: "Set `soa.mname` in `_config.yaml` to one of the nameservers, or leave it out.",
  accepted: [config("mname: ns1.example.net.")],
  refused: [
    {
      sample: config("mname: old.example.net."),
      finds: ["_config.yaml:2:14 SOA mname is old.example.net., which is none of the zone's own NS"],
    },
  ],
};

/** What the SOA says. */
export const SOA: Family = {
  subject: "The SOA",
  rules: [SOA_REFRESH, SOA_RETRY, SOA_EXPIRE, SOA_MINIMUM, RNAME_AT_SIGN, MNAME_NOT_IN_NS],
  check: checkSoa,
};

/** Two files: settings of the SOA, and a zone that has it. */
function config(soa: string, more = ""): { readonly [file: string]: string } {
  const nameservers = `nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}${more}]\n`;
  return {
    "_config.yaml": `${nameservers}soa: {${soa}}\n`,
    "example.com.yaml": "www: {type: A, value: 192.0.2.80}\n",
  };
}

function checkSoa({ apex, nodes, zone }: ZoneIndex, find: Find): void {
  const node = nodes.get(apex);
  const record = recordsAt(node, SOA_TYPE)[0];
  if (record === undefined) return;
  const soa = SOA_RECORD.read(record.rdata);
  checkTimers(soa, fedByTransfer(zone).length > 0 ? OF_TRANSFERS : OF_OTHERS, record, find);
  const at = (field: string) => record.fieldsAt?.[field] ?? record.at;
  if (soa.rname.includes("@")) {
    const message = `SOA rname is ${printName(soa.rname).replaceAll("\\@", "@").replaceAll("@", "\\@")}; expected a name without @`;
    find(RNAME_AT_SIGN, at("rname"), message, "Write a dot in the place of the @.", record);
  }
  const nameservers = recordsAt(node, NS).map(({ rdata }) => keyOf(rdata as Name)); // NS holds one name
  if (nameservers.length > 0 && !nameservers.includes(keyOf(soa.mname))) {
    const message = `SOA mname is ${printName(soa.mname)}, which is none of the zone's own NS`;
    find(MNAME_NOT_IN_NS, at("mname"), message, "Write one of them, unless the primary is hidden.", record);
  }
}

/** How short the timers may be that secondaries go by. */
interface LeastTimers {
  readonly refresh: LeastTimer;
  readonly retry: LeastTimer;
}

interface LeastTimer {
  readonly seconds: number;
  readonly words: string;
  readonly usual: number;
}

const OF_OTHERS: LeastTimers = {
  refresh: { seconds: 4 * HOUR, words: "four hours", usual: 86_400 },
  retry: { seconds: HOUR, words: "an hour", usual: 7_200 },
};

/** RFC 1912 §2.2 has these as the short ones; they bound for how long a lost NOTIFY leaves a secondary behind. */
const OF_TRANSFERS: LeastTimers = {
  refresh: { seconds: 1_200, words: "20 minutes", usual: 3_600 },
  retry: { seconds: 180, words: "three minutes", usual: 900 },
};

function checkTimers(
  { refresh, retry, expire, minimum }: ReturnType<typeof SOA_RECORD.read>,
  least: LeastTimers,
  record: LintRecord,
  find: Find,
): void {
  const at = (field: string) => record.fieldsAt?.[field] ?? record.at;
  if (refresh < least.refresh.seconds || refresh > DAY) {
    const { seconds, words, usual } = least.refresh;
    const message = `SOA refresh is ${refresh}; expected ${seconds} (${words}) to ${DAY} (a day)`;
    find(SOA_REFRESH, at("refresh"), message, `${usual} is what most zones need.`, record);
  }
  if (retry < least.retry.seconds || retry >= refresh) {
    const { seconds, words, usual } = least.retry;
    const message = `SOA retry is ${retry}; expected ${seconds} (${words}) or more, and less than its refresh`;
    find(SOA_RETRY, at("retry"), message, `${usual} is what most zones need.`, record);
  }
  if (expire < 7 * DAY || expire < refresh + retry) {
    const message = `SOA expire is ${expire}; expected ${7 * DAY} (a week) or more, and no less than refresh and retry together`;
    find(SOA_EXPIRE, at("expire"), message, "3600000 is what most zones need.", record);
  }
  if (minimum < 300 || minimum > DAY) {
    const message = `SOA minimum is ${minimum}; expected 300 (five minutes) to ${DAY} (a day)`;
    find(SOA_MINIMUM, at("minimum"), message, "3600 is what most zones need.", record);
  }
}
