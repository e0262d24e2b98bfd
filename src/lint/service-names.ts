import { keyOf, labelsOf, type Name, printName, ROOT } from "../../dns/name.ts";
import { CNAME, OPENPGPKEY, SMIMEA, SRV, TLSA, URI } from "../../dns/type-numbers.ts";
import { typeName } from "../../dns/types.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import type { ZoneIndex } from "./zone-index.ts";

const SRV_NAME: Rule = {
  id: "srv-name",
  severity: "error",
  source: "RFC 2782, RFC 6335 §5.1, RFC 8552 §1.1",
  about:
    "An SRV at a name that does not begin with _service._protocol: a warning where only the service is no registrable name",
  why: "Programs look for a service at _service._protocol and a domain, so this record is never found.",
  mend: "Write it at a name such as _sip._tcp.",
  accepted: [
    `_sip._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 5060, target: sip.example.net.}}
'*._tcp.lab': {type: SRV, value: {priority: 0, weight: 0, port: 0, target: .}}
_sipfederationtls._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 5061, target: sip.example.net.}}
`,
  ],
  refused: [
    {
      sample:
        "sip._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 5060, target: sip.example.net.}}\n",
      finds: ["1:1 SRV stands at sip._tcp.example.com.; expected a name that begins with _service._protocol"],
    },
    {
      sample:
        "_instant-messages._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 5060, target: im.example.net.}}\n",
      finds: [
        '1:1 SRV service is "instant-messages"; expected at most 15 letters, digits and single inner hyphens, a letter among them',
      ],
    },
  ],
};

const SRV_PORT_ZERO: Rule = {
  id: "srv-port-zero",
  severity: "warning",
  source: "RFC 2782",
  about: "An SRV with a host and port 0",
  why: "Nothing listens at port 0, so the service is not reached.",
  mend: "Write the port of the service, or the target . where there is none.",
  accepted: ["_sip._tcp: {type: SRV, value: {priority: 0, weight: 0, port: 0, target: .}}\n"],
  refused: [
    {
      sample: "_sip._tcp: {type: SRV, value: {priority: 1, weight: 1, port: 0, target: sip.example.net.}}\n",
      finds: ["1:62 SRV port is 0 for the host sip.example.net."],
    },
  ],
};

const URI_NAME: Rule = {
  id: "uri-name",
  severity: "error",
  source: "RFC 7553 §4.1",
  about: "A URI record at a name that does not begin with an underscore",
  why: "Programs look for it at _service._protocol and a domain, so this record is never found.",
  mend: "Write it at a name such as _http._tcp.",
  accepted: [
    "_http._tcp: {type: URI, value: {priority: 1, weight: 1, target: 'https://www.example.com/'}}\n",
  ],
  refused: [
    {
      sample: "www: {type: URI, value: {priority: 1, weight: 1, target: 'https://www.example.com/'}}\n",
      finds: ["1:1 URI stands at www.example.com.; expected a name that begins with _service._protocol"],
    },
  ],
};

const TLSA_VALUE =
  "{certificate_usage: 3, selector: 1, matching_type: 1, certificate_association_data: 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0}";

const TLSA_NAME: Rule = {
  id: "tlsa-name",
  severity: "warning",
  source: "RFC 6698 §3",
  about: "A TLSA at a name that does not begin with _port._protocol, and that no such name is an alias of",
  why: "Programs look for it at the port and protocol of the service, so this record is never found.",
  mend: "Write it at a name such as _443._tcp.www.",
  accepted: [
    `_443._tcp.www: {type: CNAME, value: dane.example.com.}
dane:
  type: TLSA
  value: ${TLSA_VALUE}
`,
  ],
  refused: [
    {
      sample: `www:\n  type: TLSA\n  value: ${TLSA_VALUE}\n`,
      finds: ["1:1 TLSA stands at www.example.com.; expected a name that begins with _port._protocol"],
    },
  ],
};

const OPENPGPKEY_NAME: Rule = {
  id: "openpgpkey-name",
  severity: "error",
  source: "RFC 7929 §3",
  about: "An OPENPGPKEY at a name that is not made of the hash of a mail address",
  why: "Programs look for it at a hash of what stands before the @, so this record is never found.",
  mend: "Write it at the first 56 hex digits of the SHA-256 of what stands before the @, and ._openpgpkey.",
  accepted: [
    "c93f1e400f26708f98cb19d936620da35eec8f72e57f9eec01c1afd6._openpgpkey: {type: OPENPGPKEY, value: mDMEZQzKZRYJKwYBBAHaRw8BAQdA}\n",
  ],
  refused: [
    {
      sample: "hugh._openpgpkey: {type: OPENPGPKEY, value: mDMEZQzKZRYJKwYBBAHaRw8BAQdA}\n",
      finds: [
        "1:1 OPENPGPKEY stands at hugh._openpgpkey.example.com.; expected a name that begins with 56 hex digits and _openpgpkey",
      ],
    },
  ],
};

const SMIMEA_NAME: Rule = {
  id: "smimea-name",
  severity: "error",
  source: "RFC 8162 §3",
  about: "An SMIMEA at a name that is not made of the hash of a mail address",
  why: "Programs look for it at a hash of what stands before the @, so this record is never found.",
  mend: "Write it at the first 56 hex digits of the SHA-256 of what stands before the @, and ._smimecert.",
  accepted: [
    `c93f1e400f26708f98cb19d936620da35eec8f72e57f9eec01c1afd6._smimecert:
  type: SMIMEA
  value: ${TLSA_VALUE}
`,
  ],
  refused: [
    {
      sample: `hugh._smimecert:\n  type: SMIMEA\n  value: ${TLSA_VALUE}\n`,
      finds: [
        "1:1 SMIMEA stands at hugh._smimecert.example.com.; expected a name that begins with 56 hex digits and _smimecert",
      ],
    },
  ],
};

/** Names at which programs look for services and keys. */
export const SERVICE_NAMES: Family = {
  subject: "Names of services and keys",
  rules: [SRV_NAME, SRV_PORT_ZERO, URI_NAME, TLSA_NAME, OPENPGPKEY_NAME, SMIMEA_NAME],
  check: checkServiceNames,
};

/** The name of one instance of a service may stand before it (RFC 6763 §4.1). */
const SRV_BEGIN = /^(?:(?:[^.]+\.)?_[^.]+|\*)\._[^.]+\./;

/** What names of a type begin with. A first label of * stands for any. */
const SHAPES: readonly {
  readonly type: number;
  readonly rule: Rule;
  readonly begin: RegExp;
  readonly expected: string;
}[] = [
  { type: SRV, rule: SRV_NAME, begin: SRV_BEGIN, expected: "_service._protocol" },
  { type: URI, rule: URI_NAME, begin: /^(?:_|\*\.)/, expected: "_service._protocol" },
  { type: TLSA, rule: TLSA_NAME, begin: /^(?:_[0-9]{1,5}|\*)\._[a-z]+\.|^\*\./, expected: "_port._protocol" },
  {
    type: OPENPGPKEY,
    rule: OPENPGPKEY_NAME,
    begin: /^(?:[0-9a-f]{56}|\*)\._openpgpkey\./,
    expected: "56 hex digits and _openpgpkey",
  },
  {
    type: SMIMEA,
    rule: SMIMEA_NAME,
    begin: /^(?:[0-9a-f]{56}|\*)\._smimecert\./,
    expected: "56 hex digits and _smimecert",
  },
];

function checkServiceNames(index: ZoneIndex, find: Find): void {
  for (const { type, rule, begin, expected } of SHAPES) {
    for (const { owner, records } of index.setsOf(type)) {
      const record = records[0]!;
      if (begin.test(`${labelsOf(owner).join(".")}.`)) {
        if (type === SRV) checkService(owner, record, find);
      } else if (type !== TLSA || !isAliasOfPort(owner, index)) {
        const message = `${typeName(type)} stands at ${printName(record.owner)}; expected a name that begins with ${expected}`;
        find(rule, record.nameAt ?? record.at, message, "Nobody looks for it here: move it.", record);
      }
    }
  }
  for (const { records } of index.setsOf(SRV)) {
    for (const record of records) {
      const target = record.rdata.slice(6) as Name; // behind priority, weight and port (RFC 2782)
      if (record.rdata.slice(4, 6) !== "\0\0" || target === ROOT) continue;
      const message = `SRV port is 0 for the host ${printName(target)}`;
      find(
        SRV_PORT_ZERO,
        record.fieldsAt?.port ?? record.at,
        message,
        "Write the port of the service.",
        record,
      );
    }
  }
}

/** A name of a service that IANA could register (RFC 6335 §5.1); one that everybody uses is longer. */
function checkService(owner: Name, record: LintRecord, find: Find): void {
  const label = labelsOf(owner).find((each) => each.startsWith("_") || each === "*");
  const service = label!.slice(1); // the name has the shape of one
  const isRegistrable = service.length <= 15 && /^(?=.*[a-z])[a-z0-9]+(?:-[a-z0-9]+)*$/.test(service);
  if (label === "*" || isRegistrable || service === "sipfederationtls") return;
  const message = `SRV service is ${JSON.stringify(service)}; expected at most 15 letters, digits and single inner hyphens, a letter among them`;
  const help = "Programs that go by the registry of services do not look for it.";
  find({ ...SRV_NAME, severity: "warning" }, record.nameAt ?? record.at, message, help, record);
}

/** Names of ports are aliases of this one, so that many services share its record. */
function isAliasOfPort(owner: Name, { setsOf }: ZoneIndex): boolean {
  return setsOf(CNAME).some(
    ({ owner: alias, records }) => alias.charAt(1) === "_" && keyOf(records[0]!.rdata as Name) === owner, // CNAME holds one name
  );
}
