import { isAtOrBelow, type Name } from "../../dns/name.ts";
import { codecOf } from "../../dns/records/index.ts";
import { A, AAAA } from "../../dns/type-numbers.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { specialIpv4, specialIpv6 } from "./special-addresses.ts";
import type { ZoneIndex } from "./zone-index.ts";

const SPECIAL_ADDRESS: Rule = {
  id: "special-address",
  severity: "warning",
  source: "RFC 6890, RFC 1918, RFC 4193, RFC 5737, RFC 3849",
  about:
    "An address that is not for everybody on the internet: private, of a link, of the host itself, from a document",
  why: "Most people reach nobody there, or somebody else: a private address is a different host in each network. It also tells the world about a network inside.",
  mend: "Write the public address, or keep the name in a zone that only the inside sees.",
  accepted: [
    "www: {type: A, value: 192.0.2.80} # fine here: example.com is made for documents, as the address is\n",
  ],
  refused: [
    {
      sample: "intranet: {type: A, value: 10.1.2.3}\nlocal: {type: AAAA, value: 'fd12:3456::1'}\n",
      finds: [
        "1:28 A is 10.1.2.3 of 10.0.0.0/8, for private networks",
        "2:28 AAAA is fd12:3456::1 of fc00::/7, for private networks",
      ],
    },
    {
      sample: { "example.dev.yaml": "www: {type: A, value: 192.0.2.80}\n" },
      finds: ["1:23 A is 192.0.2.80 of 192.0.2.0/24, for examples in documents"],
    },
  ],
};

/** What addresses are for. How they are written is seen while YAML is read. */
export const ADDRESSES: Family = {
  subject: "Addresses",
  rules: [SPECIAL_ADDRESS],
  check: checkAddresses,
};

function checkAddresses({ apex, setsOf }: ZoneIndex, find: Find): void {
  const isForDocuments = DOCUMENT_NAMES.some((name) => isAtOrBelow(apex, name));
  for (const [type, rangeOf] of RANGES) {
    for (const { records } of setsOf(type)) {
      for (const record of records) {
        const special = rangeOf(record.rdata);
        if (special === undefined || (isForDocuments && special.documentation === true)) continue;
        const { type: mnemonic, print } = codecOf(type);
        const message = `${mnemonic} is ${print(record.rdata)} of ${special.range}, ${special.use}`;
        find(SPECIAL_ADDRESS, record.at, message, "Write the address that everybody reaches it by.", record);
      }
    }
  }
}

const RANGES = [
  [A, specialIpv4],
  [AAAA, specialIpv6],
] as const;

/** Names that are made for documents and tests, so that addresses made for them belong there (RFC 6761 §6, RFC 2606 §3). */
const DOCUMENT_NAMES = [
  "\x07example\x03com\0",
  "\x07example\x03net\0",
  "\x07example\x03org\0",
  "\x07example\0",
  "\x04test\0",
  "\x07invalid\0",
  "\x09localhost\0",
] as Name[]; // written in wire form
