import type { Case } from "../../src/lint/rule.ts";

/** A property that GRoot verifies, and what of ours finds where it does not hold. */
export interface Property {
  /** As GRoot calls it. */
  readonly name: string;
  /** What is wrong where it does not hold, in our words. */
  readonly fault: string;
  /** What finds it here, as Markdown. */
  readonly ours: string;
  /** Zones in which ours really says so. Empty where nothing of ours does. */
  readonly shown: readonly Shown[];
}

/** Zones with the fault, and what says so. */
export type Shown =
  | { readonly by: "check"; readonly rule: string; readonly zones: Case }
  | { readonly by: "invariant"; readonly invariants: string; readonly zone: string }
  | { readonly by: "proof"; readonly cause: string; readonly before: string; readonly after: string };

const DELEGATED =
  "'': {type: NS, values: [ns1.lab.example.com., ns3.example.net.]}\nns1: {type: A, value: 192.0.2.53}\n";

/**
 * What "GRoot: Proactive Verification of DNS Configurations" (SIGCOMM 2020) finds, and what its program can be asked to
 * verify beside.
 */
export const PROPERTIES: readonly Property[] = [
  {
    name: "Lame delegation",
    fault: "A nameserver of a delegation does not answer for the zone",
    ours: "`delegation-lame`; `zonepipe delegation` and `zonepipe verify` ask",
    shown: [rule("delegation-lame", "lab: {type: NS, values: [ns1.example.net., ns2.example.net.]}\n")],
  },
  {
    name: "Delegation inconsistency, structural delegation consistency",
    fault: "Parent and child do not have the same nameservers or glue",
    ours: "`delegation-differs`, `glue-differs`; `zonepipe delegation` asks the registry's side",
    shown: [
      rule("delegation-differs", {
        "example.com.yaml":
          "lab: {type: NS, values: [ns1.lab.example.com., ns4.example.net.]}\nns1.lab: {type: A, value: 192.0.2.53}\n",
        "lab.example.com.yaml": DELEGATED,
      }),
      rule("glue-differs", {
        "example.com.yaml":
          "lab: {type: NS, values: [ns1.lab.example.com., ns3.example.net.]}\nns1.lab: {type: A, value: 192.0.2.99}\n",
        "lab.example.com.yaml": DELEGATED,
      }),
    ],
  },
  {
    name: "Missing glue records",
    fault: "A nameserver inside of the delegated zone has no address above it",
    ours: "`glue-missing`",
    shown: [rule("glue-missing", "lab: {type: NS, values: [ns1.lab.example.com., ns3.example.net.]}\n")],
  },
  {
    name: "Non-existent domain for service",
    fault: "MX, SRV, SVCB or NS leads to a name without an address",
    ours: "`mx-target-missing`, `srv-target-missing`, `svcb-target-missing`, `ns-target-missing`; a plan says what it leaves dangling",
    shown: [
      rule("mx-target-missing", "'': {type: MX, value: {preference: 10, exchange: mail.example.com.}}\n"),
      rule(
        "srv-target-missing",
        "_sip._tcp: {type: SRV, value: {priority: 0, weight: 0, port: 5060, target: sip.example.com.}}\n",
      ),
      rule(
        "svcb-target-missing",
        "www: {type: HTTPS, value: {svcpriority: 1, targetname: web.example.com.}}\n",
      ),
      rule("ns-target-missing", {
        "example.com.yaml": "lab: {type: NS, values: [ns1.example.org., ns3.example.net.]}\n",
        "example.org.yaml": "www: {type: A, value: 192.0.2.80}\n",
      }),
    ],
  },
  {
    name: "Cyclic zone dependency",
    fault: "The nameservers of zones lie in each other",
    ours: "`nameserver-circle`",
    shown: [
      rule("nameserver-circle", {
        "example.com.yaml":
          "'': {type: NS, values: [a.example.org., b.example.org.]}\nns: {type: A, value: 192.0.2.53}\n",
        "example.org.yaml":
          "'': {type: NS, value: ns.example.com.}\na: {type: A, value: 192.0.2.54}\nb: {type: A, value: 192.0.2.55}\n",
      }),
    ],
  },
  {
    name: "Rewriting loop",
    fault: "CNAMEs or DNAMEs lead round in a circle",
    ours: "`cname-loop`, `dname-loop`",
    shown: [
      rule(
        "cname-loop",
        "a: {type: CNAME, value: b.example.com.}\nb: {type: CNAME, value: a.example.com.}\n",
      ),
      rule(
        "dname-loop",
        "a: {type: DNAME, value: b.example.com.}\nb: {type: DNAME, value: a.example.com.}\n",
      ),
    ],
  },
  {
    name: "Query exceeds maximum length",
    fault: "A DNAME makes names longer than 255 octets",
    ours: "`dname-too-long` where that holds for all names below; a proof asks below every DNAME for the longest name that fits and for one octet more",
    shown: [rule("dname-too-long", "a: {type: DNAME, value: x.a.example.com.}\n")],
  },
  {
    name: "Rewrite blackholing",
    fault: "An alias leads to a name without records",
    ours: "`cname-target-missing`, `dname-target-missing`; a plan says what it leaves dangling",
    shown: [
      rule("cname-target-missing", "a: {type: CNAME, value: b.example.com.}\n"),
      rule("dname-target-missing", "a: {type: DNAME, value: b.example.com.}\n"),
    ],
  },
  {
    name: "Answer inconsistency, response consistency",
    fault: "Nameservers of a zone give different answers",
    ours: "All get the same zone file, and its digest is compared: `live-drift`; `verify`, `deploy` and `drift` ask each of them",
    shown: [
      {
        by: "check",
        rule: "live-drift",
        zones: {
          sample: "www: {type: A, value: 192.0.2.80}\n",
          live: {
            serial: 2,
            deployed: "www: {type: A, value: 192.0.2.80}\n",
            shown: [{ serial: 1, content: "www: {type: A, value: 192.0.2.99}\n" }],
          },
        },
      },
    ],
  },
  {
    name: "Zero time to live",
    fault: "A record must not be cached",
    ours: "`ttl-zero`",
    shown: [rule("ttl-zero", "www: {type: A, ttl: 0, value: 192.0.2.80}\n")],
  },
  {
    name: "Number of rewrites",
    fault: "More aliases one after the other than a bound",
    ours: "`cname-chain`: from one that can be saved; an error from nine",
    shown: [
      rule(
        "cname-chain",
        "a: {type: CNAME, value: b.example.com.}\nb: {type: CNAME, value: c.example.com.}\nc: {type: A, value: 192.0.2.80}\n",
      ),
    ],
  },
  {
    name: "All aliases",
    fault: "None: a list of the names that lead to one",
    ours: "The proof names each that leads to what changes, as a consequence",
    shown: [
      {
        by: "proof",
        cause: "alias",
        before: "blog: {type: CNAME, value: www.example.com.}\nwww: {type: A, value: 192.0.2.80}\n",
        after: "blog: {type: CNAME, value: www.example.com.}\nwww: {type: A, value: 192.0.2.81}\n",
      },
    ],
  },
  {
    name: "Response returned",
    fault: "A name has no answer of a type",
    ours: "The invariant `answered`",
    shown: [
      {
        by: "invariant",
        invariants: "website: {answered: {name: www.example.com, type: A}, why: People type it.}\n",
        zone: "www: {type: TXT, value: no address}\n",
      },
    ],
  },
  {
    name: "Response value",
    fault: "A name has another answer than it must have",
    ours: "The invariants `equals` and `contains`",
    shown: [
      {
        by: "invariant",
        invariants:
          "website: {equals: {name: www.example.com, type: A, values: [192.0.2.80]}, why: It is printed.}\n",
        zone: "www: {type: A, value: 192.0.2.81}\n",
      },
    ],
  },
  {
    name: "Query rewriting, nameserver contact",
    fault: "An alias or a nameserver lies elsewhere than in the domains that are allowed",
    ours: "The invariant `targets`",
    shown: [
      {
        by: "invariant",
        invariants: "near: {targets: [example.com, example.net], why: Only these are ours.}\n",
        zone: "www: {type: CNAME, value: web.example.org.}\n",
      },
    ],
  },
  {
    name: "Number of hops",
    fault: "More nameservers have to be asked than a bound",
    ours: "Nothing: how many are asked depends on the zones above, which are others'",
    shown: [],
  },
];

function rule(id: string, sample: Case["sample"]): Shown {
  return { by: "check", rule: id, zones: { sample } };
}

/** The table of the page. */
export function propertyTable(): string {
  const rows = PROPERTIES.map(({ name, fault, ours }) => `| ${name} | ${fault} | ${ours} |`);
  return ["| GRoot | what is wrong | found here by |", "| --- | --- | --- |", ...rows, ""].join("\n");
}
