import { describe, expect, test } from "vitest";
import { zonepipe } from "../../test/end-to-end/cli.ts";

const CWD = import.meta.dirname;

describe("zonepipe explain", () => {
  test("says everything about a rule", async () => {
    const { code, stdout } = await zonepipe(CWD, "explain", "ttl-zero");
    expect([code, stdout]).toEqual([
      0,
      `ttl-zero  warning  RFC 1035 §3.2.1

A TTL of 0.

Why
  Nobody may keep the answer, so every single use of it costs a question, and the name is gone
  whenever the nameservers are.

Wrong
    www: {type: A, ttl: 0, value: 192.0.2.80}

  → 1:21 TTL is 0; expected 60 seconds or more

Right
    www: {type: A, ttl: 300, value: 192.0.2.80}

How to mend it
  Write 60 or more; 300 is short enough for what changes often.

How to turn it off
  For one record, with a reason:
    zonepipe: {disable: [{rule: ttl-zero, reason: why it does not apply}]}
  For one zone or for all, in _config.yaml, where error, warning and info are levels too:
    lint: {ttl-zero: ignore}
`,
    ]);
  });

  test("says why a rule cannot be turned off", async () => {
    const { stdout } = await zonepipe(CWD, "explain", "cname-and-other");
    expect(stdout).toContain("It cannot be turned off: a zone that breaks it cannot be served.");
  });

  test("says how a rule is turned on that is off", async () => {
    const { stdout } = await zonepipe(CWD, "explain", "a-without-ptr");
    expect(stdout).toContain("It is off. To turn it on, in _config.yaml:\n    lint: {a-without-ptr: info}");
  });

  test("lists the kinds of invariants, and says everything about one", async () => {
    const all = await zonepipe(CWD, "explain", "invariants");
    expect([all.code, all.stdout]).toEqual([
      0,
      expect.stringContaining("\n  mail         Mail always has a way: an MX"),
    ]);
    const { code, stdout } = await zonepipe(CWD, "explain", "addresses");
    expect([code, stdout]).toEqual([
      0,
      `addresses  a kind of invariants, zones/_invariants.yaml

Addresses must lie in these networks, wherever aliases and wildcards lead.

What it takes
  a list of networks and addresses. It may have zones, below, types. \`types\` may be A or AAAA. An
  alias that leads out of all zones is not decided, be it a CNAME or an ALIAS; names of a delegated
  zone are that zone's, but its glue counts.

Example
    own-network:
      addresses: [192.0.2.0/24, 2001:db8::/32]
      below: [apps.example.com]
      why: The firewall lets nothing else out.

Holds
    '*.apps': {type: A, value: 192.0.2.81}

Does not hold
    '*.apps': {type: CNAME, value: old.example.com.}
    old: {type: A, value: 203.0.113.9}

  → *.apps.example.com. leads to 203.0.113.9, which is not in 192.0.2.0/24 or 2001:db8::/32
`,
    ]);
  });

  test("says both of a word that is a problem's and a kind's", async () => {
    const { stdout } = await zonepipe(CWD, "explain", "ttl");
    expect(stdout).toMatch(/^ttl {2}error[\s\S]*\nttl {2}a kind of invariants/);
  });

  test("lists the rules", async () => {
    const { code, stdout } = await zonepipe(CWD, "explain");
    expect([code, stdout.split("\n").slice(0, 2)]).toEqual([
      0,
      ["The apex", "  soa-missing                  The zone has no SOA at its apex"],
    ]);
  });

  test("gives a rule as JSON", async () => {
    const { stdout } = await zonepipe(CWD, "explain", "mx-preference", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      id: "mx-preference",
      severity: "error",
      source: "RFC 1035 §3.3.9",
    });
  });

  test("knows what somebody meant", async () => {
    const { code, stderr } = await zonepipe(CWD, "explain", "spf-lookup");
    expect([code, stderr]).toEqual([
      2,
      'zonepipe: There is no rule "spf-lookup". Did you mean "spf-lookups"?\n',
    ]);
  });
});
