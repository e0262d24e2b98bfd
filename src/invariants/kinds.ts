import type { InvariantKind } from "./invariant.ts";

/** What there is to say about a kind of invariants: its documentation, and its test. */
export interface Kind {
  readonly kind: InvariantKind;
  /** What it demands, in a phrase without a final stop. */
  readonly about: string;
  /** What stands under its key. */
  readonly takes: string;
  /** More that its reader has to know: sentences. */
  readonly more?: string;
  /** Which keys may narrow it; none for one that names its question. */
  readonly scope: readonly ScopeKey[];
  /** `_invariants.yaml`. */
  readonly example: string;
  /** `example.com.yaml` of which it holds, and before it where the kind compares. */
  readonly holds: string;
  /** One of which it does not. */
  readonly broken: string;
  /** What is told of that. */
  readonly told: string;
}

/** What narrows an invariant. */
export type ScopeKey = "zones" | "below" | "types";

/** THE TABLE: every kind, in the order of the documentation. */
export const KINDS: readonly Kind[] = [
  {
    kind: "answered",
    about: "A name must have records of a type, directly, by a wildcard or at the end of an alias",
    takes: "`name` and `type`",
    scope: [],
    example: "website:\n  answered: {name: www.example.com, type: A}\n  why: People type it.\n",
    holds: "www: {type: CNAME, value: web.example.com.}\nweb: {type: A, value: 192.0.2.80}\n",
    broken: "www: {type: CNAME, value: web.example.com.}\nweb: {type: AAAA, value: '2001:db8::80'}\n",
    told: "www.example.com. has no A at its alias's end, web.example.com.",
  },
  {
    kind: "equals",
    about: "A name and type must have exactly these values",
    takes: "`name`, `type` and `values`, which are written as in a zone",
    scope: [],
    example: `mail-hosts:
  equals:
    name: example.com
    type: MX
    values:
      - {preference: 10, exchange: mx1.example.com.}
  why: The mail team changes them with the filter.
`,
    holds:
      "'': {type: MX, value: {preference: 10, exchange: mx1.example.com.}}\nmx1: {type: A, value: 192.0.2.25}\n",
    broken:
      "'':\n  type: MX\n  values:\n    - {preference: 10, exchange: mx1.example.com.}\n    - {preference: 20, exchange: mx2.example.com.}\nmx1: {type: A, value: 192.0.2.25}\nmx2: {type: A, value: 192.0.2.26}\n",
    told: "example.com. has MX 20 mx2.example.com. as well",
  },
  {
    kind: "contains",
    about: "A name and type must have these values, and may have others",
    takes: "`name`, `type` and `values`, which are written as in a zone",
    scope: [],
    example: `search-console:
  contains:
    name: example.com
    type: TXT
    values: [site-verification=1234]
  why: Marketing loses its reports without it.
`,
    holds:
      "'': {type: TXT, values: [v=spf1 -all, site-verification=1234]}\n_dmarc: {type: TXT, value: v=DMARC1; p=reject}\n",
    broken: "'': {type: TXT, value: v=spf1 -all}\n_dmarc: {type: TXT, value: v=DMARC1; p=reject}\n",
    told: 'example.com. has no TXT "site-verification=1234"',
  },
  {
    kind: "absent",
    about: "A name must not exist, or have no records of a type",
    takes: "`name`, and `type` where it is about one",
    more: "A name that a wildcard makes exists, and so does one that has names below it (RFC 8020 §2).",
    scope: [],
    example:
      "no-proxy:\n  absent: {name: wpad.example.com}\n  why: Browsers would take their proxy from it.\n",
    holds: "www: {type: A, value: 192.0.2.80}\n",
    broken: "'*': {type: A, value: 192.0.2.80}\n",
    told: "wpad.example.com. exists",
  },
  {
    kind: "addresses",
    about: "Addresses must lie in these networks, wherever aliases and wildcards lead",
    takes: "a list of networks and addresses",
    more: "`types` may be A or AAAA. An alias that leads out of all zones is not decided, be it a CNAME or an ALIAS; names of a delegated zone are that zone's, but its glue counts.",
    scope: ["zones", "below", "types"],
    example: `own-network:
  addresses: [192.0.2.0/24, 2001:db8::/32]
  below: [apps.example.com]
  why: The firewall lets nothing else out.
`,
    holds: "'*.apps': {type: A, value: 192.0.2.81}\n",
    broken: "'*.apps': {type: CNAME, value: old.example.com.}\nold: {type: A, value: 203.0.113.9}\n",
    told: "*.apps.example.com. leads to 203.0.113.9, which is not in 192.0.2.0/24 or 2001:db8::/32",
  },
  {
    kind: "targets",
    about:
      "Targets must lie at or below these names: of CNAME, DNAME, MX, NS, SRV, SVCB and HTTPS, or of `types`",
    takes: "a list of names",
    more: "Every link of an alias counts. What stands for no target, such as the `.` of a null MX, does not.",
    scope: ["zones", "below", "types"],
    example: `no-strangers:
  targets: [example.com, example.net]
  types: [CNAME, MX]
  why: An abandoned target can be taken over by anybody.
`,
    holds: "www: {type: CNAME, value: host.example.net.}\n",
    broken: "www: {type: CNAME, value: shop.example.org.}\n",
    told: "www.example.com. has the CNAME target shop.example.org., which is not below example.com. or example.net.",
  },
  {
    kind: "mail",
    about: "Mail always has a way: an MX with an address, the domain's own address without MX, or a null MX",
    takes: "`true`",
    more: "It is about the names of `below`, else about each zone of `zones`, else about all zones that are no reverse zones; and about every name that has MX. Without MX the domain's own address takes mail (RFC 5321 §5.1). A host outside of all zones is not decided.",
    scope: ["zones", "below"],
    example: "mail-arrives:\n  mail: true\n  why: Customers write to us.\n",
    holds:
      "'': {type: MX, value: {preference: 10, exchange: mx1.example.com.}}\nmx1: {type: A, value: 192.0.2.25}\n",
    broken:
      "'': {type: MX, value: {preference: 10, exchange: mx1.example.com.}}\nmx1: {type: TXT, value: moved}\n",
    told: "example.com. has one MX, mx1.example.com., without an address",
  },
  {
    kind: "unchanged",
    about: "Answers of a subtree, a zone or a type must not change without a label",
    takes: "`true`, with a scope",
    more: "It compares with the zones before the change, so `zonepipe plan` and pull requests tell it and `check` does not. Data and TTLs count; of an SOA nothing does, and a new zone is no change.",
    scope: ["zones", "below", "types"],
    example: `login-stays:
  unchanged: true
  below: [login.example.com]
  why: Certificates are pinned; ask the login team first.
`,
    holds: "login: {type: A, value: 192.0.2.90}\n",
    broken: "login: {type: A, value: 192.0.2.91}\n",
    told: "login.example.com. has A 192.0.2.91 in the place of A 192.0.2.90",
  },
  {
    kind: "wildcards",
    about: "Only these zones may have wildcards",
    takes: "a list of zones; an empty one for none at all",
    scope: [],
    example: "few-wildcards:\n  wildcards: []\n  why: A wildcard answers for names that nobody meant.\n",
    holds: "www: {type: A, value: 192.0.2.80}\n",
    broken: "'*': {type: A, value: 192.0.2.80}\n",
    told: "*.example.com. is a wildcard of example.com., and none may have one",
  },
  {
    kind: "ttl",
    about: "TTLs must lie within bounds",
    takes: "`min`, `max` or both, in seconds",
    scope: ["zones", "below", "types"],
    example:
      "movable-web:\n  ttl: {max: 3600}\n  types: [A, AAAA]\n  why: We promise to move the web within an hour.\n",
    holds: "www: {type: A, ttl: 300, value: 192.0.2.80}\n",
    broken: "www: {type: A, ttl: 86400, value: 192.0.2.80}\n",
    told: "www.example.com. has A with TTL 86400; expected at most 3600",
  },
  {
    kind: "owned",
    about: "Every name must say who is in charge of it, in `zonepipe: {owner: …}` of one of its records",
    takes: "`true`",
    more: "With `types` a record of these types has to. What `_config.yaml` makes needs none.",
    scope: ["zones", "below", "types"],
    example:
      "apps-have-owners:\n  owned: true\n  below: [apps.example.com]\n  why: Somebody has to know whom to call.\n",
    holds: "shop.apps: {type: A, value: 192.0.2.81, zonepipe: {owner: shop team}}\n",
    broken: "shop.apps: {type: A, value: 192.0.2.81}\n",
    told: "shop.apps.example.com. has no `owner` under `zonepipe`",
  },
];

/** The kind of this name, if there is one. */
export function kindNamed(name: string): Kind | undefined {
  return KINDS.find(({ kind }) => kind === name);
}
