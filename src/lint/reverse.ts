import { ALIAS } from "../../dns/alias-type.ts";
import { printIpv4 } from "../../dns/fields/ipv4.ts";
import { printIpv6 } from "../../dns/fields/ipv6.ts";
import { isBelow, keyOf, labelsOf, type Name, printName } from "../../dns/name.ts";
import { IN_ADDR, IP6, reverseOfIpv4, reverseOfIpv6 } from "../../dns/reverse-name.ts";
import { A, AAAA, PTR } from "../../dns/type-numbers.ts";
import { answerOf, followAliases } from "./answer.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { recordsAt, type ZoneIndex } from "./zone-index.ts";

const PTR_OUTSIDE_ARPA: Rule = {
  id: "ptr-outside-arpa",
  severity: "warning",
  source: "RFC 1035 §3.5, RFC 3596 §2.5",
  about: "A PTR outside of the reverse trees",
  why: "The name of an address is looked up below in-addr.arpa or ip6.arpa, so this record is never found.",
  mend: "Write it in the reverse zone of the address, or a CNAME if an alias is meant. PTRs of services have names with underscores.",
  accepted: [
    { "2.0.192.in-addr.arpa.yaml": "80: {type: PTR, value: www.example.net.}\n" },
    "_http._tcp: {type: PTR, value: Printer._http._tcp.example.com.}\nPrinter._http._tcp: {type: TXT, value: one}\n",
  ],
  refused: [
    {
      sample: "80: {type: PTR, value: www.example.net.}\n",
      finds: ["1:24 PTR stands at 80.example.com., which is in no reverse tree"],
    },
  ],
};

const REVERSE_LABEL: Rule = {
  id: "reverse-label",
  severity: "error",
  source: "RFC 1035 §3.5, RFC 3596 §2.5, RFC 2317 §4",
  about: "A PTR at a name that no address has",
  why: "The name is never looked up. Often a digit is missing, or the zone's part is written twice.",
  mend: "Write the numbers of the address backwards: four from 0 to 255 below in-addr.arpa, 32 hex digits below ip6.arpa. The zone's own part is left out.",
  accepted: [
    { "2.0.192.in-addr.arpa.yaml": "80: {type: PTR, value: www.example.net.}\n" },
    { "128-26.2.0.192.in-addr.arpa.yaml": "129: {type: PTR, value: www.example.net.}\n" },
  ],
  refused: [
    {
      sample: {
        "2.0.192.in-addr.arpa.yaml":
          "256: {type: PTR, value: www.example.net.}\n80.2: {type: PTR, value: ftp.example.net.}\n",
      },
      finds: [
        '1:1 PTR stands at 256.2.0.192.in-addr.arpa., where "256" is no number from 0 to 255',
        "2:1 PTR stands at 80.2.2.0.192.in-addr.arpa., which has 5 numbers; expected four",
      ],
    },
    {
      sample: {
        "8.b.d.0.1.0.0.2.ip6.arpa.yaml":
          "0.8: {type: PTR, value: www.example.net.}\n'10': {type: PTR, value: ftp.example.net.}\n",
      },
      finds: [
        "1:1 PTR stands at 0.8.8.b.d.0.1.0.0.2.ip6.arpa., which has 10 hex digits; expected 32",
        '2:1 PTR stands at 10.8.b.d.0.1.0.0.2.ip6.arpa., where "10" is no hex digit',
      ],
    },
  ],
};

const PTR_TARGET_MISSING: Rule = {
  id: "ptr-target-missing",
  severity: "warning",
  source: "RFC 1912 §2.1",
  about: "A PTR to a name in one of these zones that has no address",
  why: "Mail servers and log files check that the name leads back. Where it does not exist they refuse mail or show nothing.",
  mend: "Write the host's name of today, or add its A or AAAA record.",
  absence: true,
  accepted: [
    {
      "2.0.192.in-addr.arpa.yaml": "80: {type: PTR, value: www.example.com.}\n",
      "example.com.yaml": "www: {type: A, value: 192.0.2.80}\n",
    },
  ],
  refused: [
    {
      sample: {
        "2.0.192.in-addr.arpa.yaml": "80: {type: PTR, value: web.example.com.}\n",
        "example.com.yaml": "www: {type: A, value: 192.0.2.80}\n",
      },
      finds: [
        "2.0.192.in-addr.arpa.yaml:1:24 PTR target web.example.com. has no A or AAAA record in example.com., which is ours",
      ],
    },
  ],
};

const A_WITHOUT_PTR: Rule = {
  id: "a-without-ptr",
  severity: "info",
  source: "RFC 1912 §2.1",
  about: "An address in one of these reverse zones without a PTR",
  why: "Some mail servers refuse a sender whose address has no name. Other hosts do well without, so this is off unless `_config.yaml` gives it a level.",
  mend: "Add a PTR in the reverse zone.",
  off: true,
  absence: true,
  accepted: [
    {
      "2.0.192.in-addr.arpa.yaml": "80: {type: PTR, value: www.example.com.}\n",
      "example.com.yaml": "www: {type: A, value: 192.0.2.80}\n",
    },
  ],
  refused: [
    {
      sample: {
        "_config.yaml":
          "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\nlint: {a-without-ptr: info}\n",
        "2.0.192.in-addr.arpa.yaml": "80: {type: PTR, value: www.example.com.}\n",
        "example.com.yaml": "www: {type: A, values: [192.0.2.80, 192.0.2.81]}\n",
      },
      finds: [
        "example.com.yaml:1:37 www.example.com. has the address 192.0.2.81, which has no PTR in 2.0.192.in-addr.arpa.",
      ],
    },
  ],
};

const AUTO =
  "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\nzones: {2.0.192.in-addr.arpa: {reverse: auto}}\n";

/** Told by whoever makes the PTRs. */
export const REVERSE_CONFLICT: Rule = {
  id: "reverse-conflict",
  severity: "error",
  source: "RFC 1912 §2.1",
  about: "An address of several names in a zone with `reverse: auto`",
  why: "An address has one name that it is known by, and nobody says which of these it is. It gets no PTR until somebody does.",
  mend: "Write `zonepipe: {ptr: true}` at the record whose name it is, or `ptr: NAME`; the others then need nothing. `ptr: false` takes a record out.",
  accepted: [
    {
      "_config.yaml": AUTO,
      "example.com.yaml":
        "www: {type: A, value: 192.0.2.80, zonepipe: {ptr: true}}\nshop: {type: A, value: 192.0.2.80}\n",
    },
    {
      "_config.yaml": AUTO,
      "2.0.192.in-addr.arpa.yaml": "80: {type: PTR, value: www.example.com.}\n",
      "example.com.yaml": "www: {type: A, value: 192.0.2.80}\nshop: {type: A, value: 192.0.2.80}\n",
    },
  ],
  refused: [
    {
      sample: {
        "_config.yaml": AUTO,
        "example.com.yaml": "www: {type: A, value: 192.0.2.80}\nshop: {type: A, value: 192.0.2.80}\n",
      },
      finds: [
        "example.com.yaml:1:23 192.0.2.80 is the address of www.example.com. and of shop.example.com. (example.com.yaml:2), and its PTR can have one of them",
        "example.com.yaml:2:24 192.0.2.80 is the address of shop.example.com. and of www.example.com. (example.com.yaml:1), and its PTR can have one of them",
      ],
    },
  ],
};

/** Told by whoever makes the PTRs. */
export const REVERSE_DIFFERS: Rule = {
  id: "reverse-differs",
  severity: "info",
  source: "RFC 1912 §2.1",
  about:
    "A PTR that is written by hand in a zone with `reverse: auto`, and says something else than would be made",
  why: "What is written wins. It may be what somebody wants, or be left from a host that is gone.",
  mend: "Remove it, and it is made of the address; or turn the rule off for it.",
  accepted: [
    {
      "_config.yaml": AUTO,
      "2.0.192.in-addr.arpa.yaml": "80: {type: PTR, value: www.example.com.}\n",
      "example.com.yaml": "www: {type: A, value: 192.0.2.80}\n",
    },
  ],
  refused: [
    {
      sample: {
        "_config.yaml": AUTO,
        "2.0.192.in-addr.arpa.yaml": "80: {type: PTR, value: old.example.net.}\n",
        "example.com.yaml": "www: {type: A, value: 192.0.2.80}\n",
      },
      finds: [
        "2.0.192.in-addr.arpa.yaml:1:24 The PTR of 192.0.2.80 is old.example.net., and www.example.com. has that address (example.com.yaml:1)",
      ],
    },
  ],
};

/** From addresses to names. */
export const REVERSE: Family = {
  subject: "Reverse zones",
  rules: [
    PTR_OUTSIDE_ARPA,
    REVERSE_LABEL,
    PTR_TARGET_MISSING,
    A_WITHOUT_PTR,
    REVERSE_CONFLICT,
    REVERSE_DIFFERS,
  ],
  check: checkReverse,
};

function checkReverse(index: ZoneIndex, find: Find): void {
  for (const { owner, records } of index.setsOf(PTR)) {
    // Lists of services are made of PTRs at names with underscores (RFC 6763 §4.1), reverse trees included.
    if (labelsOf(owner).some((label) => label.startsWith("_"))) continue;
    checkOwner(owner, records[0]!, find);
    for (const record of records) checkTarget(record, index, find);
  }
  if (index.zone.levels.has(A_WITHOUT_PTR.id)) checkAddresses(index, find);
}

function checkOwner(owner: Name, record: LintRecord, find: Find): void {
  const name = printName(record.owner);
  if (isBelow(owner, IN_ADDR)) {
    const fault = faultOfIpv4(labelsOf(owner).slice(0, -2));
    if (fault !== undefined) tell(`PTR stands at ${name}, ${fault}`);
  } else if (isBelow(owner, IP6)) {
    const fault = faultOfIpv6(labelsOf(owner).slice(0, -2));
    if (fault !== undefined) tell(`PTR stands at ${name}, ${fault}`);
  } else if (owner !== IN_ADDR && owner !== IP6) {
    const message = `PTR stands at ${name}, which is in no reverse tree`;
    find(PTR_OUTSIDE_ARPA, record.at, message, "Write it in the reverse zone of the address.", record);
  }

  function tell(message: string): void {
    const help = "Write the address backwards, without the zone's own part.";
    find(REVERSE_LABEL, record.nameAt ?? record.at, message, help, record);
  }
}

/** Labels that are no numbers belong to networks below an octet (RFC 2317 §4, RFC 4183), or are a wildcard. */
function faultOfIpv4(labels: readonly string[]): string | undefined {
  const numbers = labels.filter((label) => /^[0-9]+$/.test(label));
  const bad = numbers.find((label) => Number(label) > 255 || (label.length > 1 && label.startsWith("0")));
  if (bad !== undefined) return `where "${bad}" is no number from 0 to 255`;
  return numbers.length > 4 ? `which has ${numbers.length} numbers; expected four` : undefined;
}

function faultOfIpv6(labels: readonly string[]): string | undefined {
  const isWildcard = labels[0] === "*";
  const digits = isWildcard ? labels.slice(1) : labels;
  const bad = digits.find((label) => !/^[0-9a-f]$/.test(label));
  if (bad !== undefined) return `where "${bad}" is no hex digit`;
  const isWhole = isWildcard ? digits.length < NIBBLES : digits.length === NIBBLES;
  return isWhole ? undefined : `which has ${digits.length} hex digits; expected ${NIBBLES}`;
}

const NIBBLES = 32; // hex digits of an address (RFC 3596 §2.5)

function checkTarget(record: LintRecord, { zones }: ZoneIndex, find: Find): void {
  const target = keyOf(record.rdata as Name); // PTR holds one name
  const answer = answerOf(target, zones);
  if (answer.kind === "elsewhere" || answer.kind === "alias" || !answer.zone.zone.complete) return;
  const node = answer.kind === "records" ? answer.node : undefined;
  if ([A, AAAA, ALIAS].some((type) => recordsAt(node, type).length > 0)) return;
  const message = `PTR target ${printName(target)} has no A or AAAA record in ${printName(answer.zone.apex)}, which is ours`;
  find(PTR_TARGET_MISSING, record.at, message, "Write the host's name of today, or add its address.", record);
}

function checkAddresses({ setsOf, zones }: ZoneIndex, find: Find): void {
  for (const [type, reverse, print] of FAMILIES) {
    for (const { records } of setsOf(type)) {
      for (const record of records) {
        const { answer } = followAliases(reverse(record.rdata), zones);
        if (answer.kind === "elsewhere" || !answer.zone.zone.complete) continue;
        if (answer.kind === "records" && recordsAt(answer.node, PTR).length > 0) continue;
        const message = `${printName(record.owner)} has the address ${print(record.rdata)}, which has no PTR in ${printName(answer.zone.apex)}`;
        find(A_WITHOUT_PTR, record.at, message, "Add a PTR there, or turn the rule off here.", record);
      }
    }
  }
}

const FAMILIES = [
  [A, reverseOfIpv4, printIpv4],
  [AAAA, reverseOfIpv6, printIpv6],
] as const;
