import type { Family, Rule } from "./rule.ts";

const HOSTS = Array.from(
  { length: 12 },
  (_, index) => `host${index + 1}: {type: A, value: 192.0.2.${index + 1}}\n`,
);

const MASS_DELETE: Rule = {
  id: "mass-delete",
  severity: "error",
  about: "A change that deletes a large part of a zone: over 30 % of ten or more RRsets, or over 100",
  why: "So much goes away at once mostly by mistake: a file was truncated, or a merge went wrong.",
  mend: "Bring the records back, or let somebody with write access set the label zonepipe:allow-deletes:ZONE. `safety` in `_config.yaml` has the limits.",
  firm: true,
  needs: "base",
  accepted: [{ sample: HOSTS.slice(0, 10).join(""), before: HOSTS.join("") }],
  refused: [
    {
      sample: HOSTS.slice(0, 2).join(""),
      before: HOSTS.join(""),
      finds: ["10 of 14 RRsets are deleted (71 %)"],
    },
  ],
};

const APEX_CHANGE: Rule = {
  id: "apex-change",
  severity: "error",
  about: "A change of the zone's own NS, or of the MNAME of its SOA",
  why: "The parent zone has a copy of the NS: where the two differ, people ask nameservers that know nothing. Secondaries and UPDATE clients go by the MNAME.",
  mend: "Change the registrar's set first, and let somebody with write access set the label zonepipe:allow-ns:ZONE, or zonepipe:allow-mname:ZONE.",
  firm: true,
  needs: "base",
  accepted: [
    { sample: "www: {type: A, value: 192.0.2.81}\n", before: "www: {type: A, value: 192.0.2.80}\n" },
  ],
  refused: [
    {
      sample: "'': {type: NS, values: [ns1.example.net., ns3.example.net.]}\n",
      before: "'': {type: NS, values: [ns1.example.net., ns2.example.net.]}\n",
      finds: ["The zone's own NS change: the registrar must have the same set"],
    },
    {
      sample: {
        "_config.yaml":
          "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\nsoa: {mname: ns2.example.net.}\n",
        "example.com.yaml": "www: {type: A, value: 192.0.2.80}\n",
      },
      before: "www: {type: A, value: 192.0.2.80}\n",
      finds: [
        "The SOA's MNAME changes from ns1.example.net. to ns2.example.net.: secondaries and UPDATE clients go by it",
      ],
    },
  ],
};

const ZONE_REMOVED: Rule = {
  id: "zone-removed",
  severity: "error",
  about: "A zone that is no longer there",
  why: "Its nameservers refuse every question about it, and everything in it is gone: web, mail, certificates.",
  mend: "Bring the file back, or let somebody with write access set the label zonepipe:allow-removal:ZONE.",
  firm: true,
  needs: "base",
  accepted: [{ sample: "www: {type: A, value: 192.0.2.80}\n", before: "{}\n" }],
  refused: [
    {
      sample: { "example.com.yaml": "{}\n" },
      before: { "example.com.yaml": "{}\n", "example.org.yaml": "www: {type: A, value: 192.0.2.80}\n" },
      finds: ["The zone is gone from the sources, with its 4 records"],
    },
  ],
};

const DS_CHANGE: Rule = {
  id: "ds-change",
  severity: "error",
  source: "RFC 6781 §4.1.2",
  about: "A DS that is added, changed or removed",
  why: "A DS that fits no key of the delegated zone makes everything in it fail for validators, at once and for as long as its TTL.",
  mend: "Look at the keys of the delegated zone, and let somebody with write access set the label zonepipe:allow-ds:ZONE.",
  firm: true,
  needs: "base",
  accepted: [
    { sample: "www: {type: A, value: 192.0.2.81}\n", before: "www: {type: A, value: 192.0.2.80}\n" },
  ],
  refused: [
    {
      sample: "lab:\n  - {type: NS, values: [ns1.example.net., ns2.example.net.]}\n",
      before: `lab:
  - {type: NS, values: [ns1.example.net., ns2.example.net.]}
  - type: DS
    value: {key_tag: 60485, algorithm: 13, digest_type: 2, digest: 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21}
`,
      finds: ["DS changes at lab.example.com.: a DS that fits no key makes the child bogus"],
    },
  ],
};

const SERIAL_FAR_AHEAD: Rule = {
  id: "serial-far-ahead",
  severity: "error",
  source: "RFC 1982 §3.2",
  about:
    "A serial that would jump: over 100 above what is known for certain and what its style makes of the day",
  why: "A serial is for ever: none below can be used again, and of 2^31 steps ahead nobody gets one back. One that nobody meant is a slip of the pen, or somebody who answers for one of the nameservers.",
  mend: "Look who says so. Where it is meant, let somebody with write access set the label zonepipe:allow-serial:ZONE. Where a nameserver lies, have it mended, or take it out of `_config.yaml`: docs/runbook.md has the steps.",
  firm: true,
  needs: "base",
  accepted: [
    { sample: "www: {type: A, value: 192.0.2.81}\n", before: "www: {type: A, value: 192.0.2.80}\n" },
  ],
  refused: [
    {
      sample: {
        "_config.yaml":
          "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\nserial_above: 4000000000\n",
        "example.com.yaml": "www: {type: A, value: 192.0.2.80}\n",
      },
      before: "www: {type: A, value: 192.0.2.80}\n",
      finds: [
        "Its serial may jump, for serial_above says 4000000000: a serial is for ever, and none below can be used again",
      ],
    },
  ],
};

const MIXED_CACHES: Rule = {
  id: "mixed-caches",
  severity: "error",
  source: "RFC 1034 §3.6",
  about:
    "A change that breaks mail, a delegation or DNSSEC for those whose resolver still holds a part of what was",
  why: "Each RRset is cached by itself, and so is that a name does not exist. For some time a resolver may have the old MX beside a host that is gone, or the new MX and that its host does not exist.",
  mend: "Do it in two steps: `zonepipe plan --steps` prints them, and docs/guides/changes-in-two-steps.md explains them. Or let somebody with write access set the label zonepipe:allow-mixture:ZONE.",
  firm: true,
  needs: "base",
  accepted: [
    {
      sample:
        "'': {type: MX, value: {preference: 10, exchange: new.example.com.}}\nnew: {type: A, value: 192.0.2.26}\nold: {type: A, value: 192.0.2.25}\n",
      before:
        "'': {type: MX, value: {preference: 10, exchange: old.example.com.}}\nnew: {type: A, value: 192.0.2.26}\nold: {type: A, value: 192.0.2.25}\n",
    },
  ],
  refused: [
    {
      sample:
        "'': {type: MX, value: {preference: 10, exchange: new.example.com.}}\nnew: {type: A, value: 192.0.2.26}\n",
      before:
        "'': {type: MX, value: {preference: 10, exchange: old.example.com.}}\nnew: {type: A, value: 192.0.2.26}\nold: {type: A, value: 192.0.2.25}\n",
      finds: [
        "While caches turn over, mail can fail for up to 1 hour; `zonepipe plan --steps` looks for an order in which nothing does",
      ],
    },
  ],
};

const DELETED_BUT_REFERENCED: Rule = {
  id: "deleted-but-referenced",
  severity: "warning",
  about: "A name that goes away while a record in one of these zones still points to it",
  why: "Whoever follows that record finds nothing.",
  mend: "Let the record point to another name, or remove it too.",
  firm: true,
  needs: "base",
  accepted: [{ sample: "{}\n", before: "www: {type: A, value: 192.0.2.80}\n" }],
  refused: [
    {
      sample: "blog: {type: CNAME, value: www.example.com.}\n",
      before: "blog: {type: CNAME, value: www.example.com.}\nwww: {type: A, value: 192.0.2.80}\n",
      finds: ["blog.example.com. CNAME still points to www.example.com., which goes"],
    },
  ],
};

const TTL_NOT_LOWERED: Rule = {
  id: "ttl-not-lowered",
  severity: "warning",
  source: "RFC 1034 §3.6",
  about: "A change behind a TTL over an hour that was not lowered first",
  why: "Until the old TTL is over some people get the old answer and some the new one.",
  mend: "Lower the TTL in a change of its own, wait for as long as it was, and then change the value.",
  firm: true,
  needs: "base",
  accepted: [
    {
      sample: "www: {type: A, ttl: 300, value: 192.0.2.81}\n",
      before: "www: {type: A, ttl: 300, value: 192.0.2.80}\n",
    },
  ],
  refused: [
    {
      sample: "www: {type: A, ttl: 86400, value: 192.0.2.81}\n",
      before: "www: {type: A, ttl: 86400, value: 192.0.2.80}\n",
      finds: ["Resolvers may keep the old answer for 1 day, for its TTL was not lowered first"],
    },
  ],
};

/** What is seen by comparing with the zones before a change. The plan tells it as dangers and effects. */
export const CHANGES: Family = {
  subject: "Changes",
  rules: [
    MASS_DELETE,
    APEX_CHANGE,
    ZONE_REMOVED,
    DS_CHANGE,
    SERIAL_FAR_AHEAD,
    MIXED_CACHES,
    DELETED_BUT_REFERENCED,
    TTL_NOT_LOWERED,
  ],
};
