import type { Rule } from "./rule.ts";
import { ZONE_HEAD } from "./zone-head.ts";

/** An ALIAS is the name's A and AAAA, so these cannot stand there, too. */
export const ALIAS_AND_ADDRESS: Rule = {
  id: "alias-and-address",
  severity: "error",
  about: "An ALIAS beside A or AAAA",
  why: "The ALIAS stands for the name's A and AAAA, so there are two answers to one question. Of a CNAME beside it the rule cname-and-other tells.",
  mend: "Remove the ALIAS, or the addresses.",
  firm: true,
  accepted: [
    "'': [{type: ALIAS, value: web.example.net.}, {type: TXT, value: hello}]\n",
    "'': {type: ANAME, value: web.example.net.} # another spelling of the same\n",
  ],
  refused: [
    {
      sample: "www: [{type: ALIAS, value: web.example.net.}, {type: A, value: 192.0.2.80}]\n",
      finds: ["1:28 www.example.com. has an ALIAS and also A; expected one or the other"],
    },
  ],
};

/** A name has the addresses of one other. */
export const ALIAS_MULTIPLE: Rule = {
  id: "alias-multiple",
  severity: "error",
  about: "Two ALIAS records at one name",
  why: "A name has the addresses of one other name.",
  mend: "Keep one of them; where several hosts shall answer, write their A and AAAA records.",
  firm: true,
  accepted: [{ "example.com.zone": `${ZONE_HEAD}www ALIAS web.example.net.\n` }],
  refused: [
    {
      sample: { "example.com.zone": `${ZONE_HEAD}www ALIAS a.example.net.\nwww ALIAS b.example.net.\n` },
      finds: ["6:1 www.example.com. has a second ALIAS; expected one"],
    },
  ],
};

/** Who looks the addresses up finds the question again. */
export const ALIAS_LOOP: Rule = {
  id: "alias-loop",
  severity: "error",
  about: "An ALIAS that leads back to itself, over ALIAS and CNAME in any of these zones",
  why: "There is no address at the end, so the name has none.",
  mend: "Let one of them stand for a name that has addresses.",
  accepted: ["'': {type: ALIAS, value: www.example.com.}\nwww: {type: A, value: 192.0.2.80}\n"],
  refused: [
    {
      sample: "www: {type: ALIAS, value: www.example.com.}\n",
      finds: ["1:27 ALIAS leads round in a circle: www.example.com. → www.example.com."],
    },
    {
      sample: "www: {type: ALIAS, value: web.example.com.}\nweb: {type: CNAME, value: www.example.com.}\n",
      finds: ["1:27 ALIAS leads round in a circle: www.example.com. → web.example.com. → www.example.com."],
    },
  ],
};

/** A target of our own zones that has no address. */
export const ALIAS_TARGET_MISSING: Rule = {
  id: "alias-target-missing",
  severity: "error",
  about: "An ALIAS whose target lies in one of these zones and has no address there",
  why: "The name would have no address. Often the target was renamed or removed.",
  mend: "Write a name that has addresses.",
  absence: true,
  accepted: [
    "'': {type: ALIAS, value: web.example.net.}\n",
    "'': {type: ALIAS, value: www.example.com.}\nwww: {type: CNAME, value: web.example.net.}\n",
  ],
  refused: [
    {
      sample: "'': {type: ALIAS, value: wwww.example.com.}\nwww: {type: A, value: 192.0.2.80}\n",
      finds: ["1:26 ALIAS target wwww.example.com. has no A or AAAA record in example.com., which is ours"],
    },
    {
      sample: "'': {type: ALIAS, value: www.example.com.}\nwww: {type: TXT, value: hello}\n",
      finds: ["1:26 ALIAS target www.example.com. has no A or AAAA record in example.com., which is ours"],
    },
  ],
};

/** A nameserver's addresses go to parents as glue, so somebody must have written them. */
export const NS_TARGET_ALIAS: Rule = {
  id: "ns-target-alias",
  severity: "error",
  source: "RFC 1034 §4.2.1",
  about: "An NS whose target has an ALIAS, in any of these zones",
  why: "Addresses of nameservers stand in the zone above and in referrals, as glue. Those of an ALIAS are looked up and change by themselves, so they cannot stand there.",
  mend: "Write the nameserver's addresses as A and AAAA records.",
  accepted: [
    "lists: {type: MX, value: {preference: 10, exchange: mx.example.com.}} # fine for mail\nmx: {type: ALIAS, value: mx.example.net.}\n",
  ],
  refused: [
    {
      sample:
        "lab: {type: NS, values: [ns1.example.net., ns.example.com.]}\nns: {type: ALIAS, value: ns2.example.net.}\n",
      finds: ["1:44 NS target ns.example.com. has an ALIAS; expected a name with addresses of its own"],
    },
  ],
};

/** A nameserver of others gets the record as it stands. */
export const ALIAS_ON_SECONDARY: Rule = {
  id: "alias-on-secondary",
  severity: "error",
  about: "An ALIAS in a zone that a nameserver has which is not ours and does not look targets up",
  why: "It gets the record by transfer or as a file, as one of a type that it does not know, and answers A and AAAA with nothing. Who asks it finds no host.",
  mend: "Write `alias: expands` at a nameserver that looks targets up, as PowerDNS does with `expand-alias`; otherwise write A and AAAA records.",
  firm: true,
  accepted: [secondary(", alias: expands")],
  refused: [
    {
      sample: secondary(""),
      finds: [
        "_config.yaml:3:12 example.com. has an ALIAS (example.com.yaml:1), and ns3.example.org. is not ours: it gets the record as it is and serves no addresses for it in example.com.",
      ],
    },
  ],
};

/** Signatures over addresses have to be made where they are looked up. */
export const ALIAS_PRESIGNED: Rule = {
  id: "alias-presigned",
  severity: "error",
  about: "An ALIAS in a zone that was signed elsewhere",
  why: "Addresses that are looked up have no signatures there, and the zone's denials say that there are none, so validating resolvers refuse them.",
  mend: "Let our nameservers sign the zone (`zonepipe dnssec enable`), or write A and AAAA records.",
  firm: true,
  accepted: ["'': {type: ALIAS, value: web.example.net.}\n"],
  refused: [
    {
      sample: {
        "example.com.zone": `${ZONE_HEAD}www ALIAS web.example.net.\nwww RRSIG TYPE65401 13 3 300 20300101000000 20200101000000 1 @ AAAA\n`,
      },
      finds: [
        "5:1 www.example.com. has an ALIAS in a zone that is signed already, so its addresses would have no signatures",
      ],
    },
  ],
};

/** Two files: settings with a nameserver that is not ours, and a zone with an ALIAS. */
function secondary(more: string): { readonly [file: string]: string } {
  return {
    "_config.yaml": `nameservers:
  - {name: ns1.example.net.}
  - {name: ns3.example.org., addresses: [192.0.2.53], fed: {by: transfer, key: ns3-key.}${more}}
soa: {refresh: 3600, retry: 900}
`,
    "example.com.yaml": "'': {type: ALIAS, value: web.example.net.}\n",
  };
}
