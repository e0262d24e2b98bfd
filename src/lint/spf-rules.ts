import type { Rule } from "./rule.ts";

/** More than one policy at a name. */
export const SPF_MULTIPLE: Rule = {
  id: "spf-multiple",
  severity: "error",
  source: "RFC 7208 §3.2, §4.5",
  about: "More than one SPF policy at a name",
  why: "Receivers end with an error and treat the mail as if it had failed, whatever the policies say.",
  mend: "Put all terms into one policy, with one `all` at its end.",
  accepted: ["'': {type: TXT, values: ['v=spf1 mx include:_spf.example.net -all', site-verification=1]}\n"],
  refused: [
    {
      sample: "'': {type: TXT, values: ['v=spf1 mx -all', 'v=spf1 include:_spf.example.net -all']}\n",
      finds: ["1:44 example.com. has 2 SPF policies; expected one"],
    },
  ],
};

/** A policy that cannot be read. */
export const SPF_SYNTAX: Rule = {
  id: "spf-syntax",
  severity: "error",
  source: "RFC 7208 §12",
  about: "An SPF policy that does not follow the grammar",
  why: "One bad term is an error for the whole policy: receivers treat the mail as if it had failed.",
  mend: "Correct the term. Mechanisms have a colon (include:), modifiers an equals sign (redirect=).",
  accepted: [
    "'': {type: TXT, value: 'v=spf1 a:mail.example.net/28 ip4:192.0.2.0/24 ip6:2001:db8::/32 exists:%{i}.example.net ~all'}\n",
  ],
  refused: [
    {
      sample: "'': {type: TXT, value: v=spf1 ipv4:192.0.2.1 -all}\n",
      finds: [
        '1:24 SPF term "ipv4:192.0.2.1" is no mechanism; expected all, include, a, mx, ptr, ip4, ip6 or exists',
      ],
    },
    {
      sample: "'': {type: TXT, value: v=spf1 ip4:192.0.2.0/33 -all}\n",
      finds: [
        '1:24 SPF term "ip4:192.0.2.0/33" has no such prefix length; expected /0 to /32 for IPv4, /0 to /128 for IPv6',
      ],
    },
    {
      sample: "'': {type: TXT, value: 'v=spf1, mx, -all'}\n",
      finds: ['1:24 SPF policy begins with "v=spf1, mx, "; expected "v=spf1" and a space'],
    },
    {
      sample: "'': {type: TXT, value: v=spf1 include=_spf.example.net -all}\n",
      finds: ['1:24 SPF term "include=" is a modifier that nobody knows; expected "include:"'],
    },
  ],
};

/** Too many questions. */
export const SPF_LOOKUPS: Rule = {
  id: "spf-lookups",
  severity: "error",
  source: "RFC 7208 §4.6.4",
  about: "An SPF policy that needs more than ten lookups, with all that it includes",
  why: "Receivers stop after ten terms that need DNS (include, a, mx, ptr, exists, redirect) and end with an error.",
  mend: "Take out what no longer sends mail, or write its addresses with ip4: and ip6:, which need no lookup.",
  needs: "resolver",
  accepted: ["'': {type: TXT, value: v=spf1 mx ip4:192.0.2.0/24 -all}\n"],
  refused: [
    {
      sample: `'': {type: TXT, value: v=spf1 include:a.example.com include:b.example.com -all}
a: {type: TXT, value: 'v=spf1 a:1.example.net a:2.example.net a:3.example.net a:4.example.net -all'}
b: {type: TXT, value: 'v=spf1 a:5.example.net a:6.example.net a:7.example.net a:8.example.net include:_spf.example.net -all'}
`,
      finds: ["1:24 SPF needs at least 11 lookups with all that it includes; expected 10 at most"],
    },
    {
      sample: `'': {type: TXT, value: v=spf1 include:a.example.com include:_spf.example.net -all}
a: {type: TXT, value: 'v=spf1 a:1.example.net a:2.example.net a:3.example.net a:4.example.net a:5.example.net -all'}
`,
      answers: `_spf.example.net. 60 IN TXT "v=spf1 mx:1.example.net mx:2.example.net mx:3.example.net mx:4.example.net -all"
1.example.net. 60 IN A 192.0.2.1
2.example.net. 60 IN A 192.0.2.2
3.example.net. 60 IN A 192.0.2.3
4.example.net. 60 IN A 192.0.2.4
5.example.net. 60 IN A 192.0.2.5
1.example.net. 60 IN MX 10 1.example.net.
2.example.net. 60 IN MX 10 2.example.net.
3.example.net. 60 IN MX 10 3.example.net.
4.example.net. 60 IN MX 10 4.example.net.
`,
      finds: ["1:24 SPF needs 11 lookups with all that it includes; expected 10 at most"],
    },
  ],
};

/** Too many questions for nothing. */
export const SPF_VOID: Rule = {
  id: "spf-void",
  severity: "warning",
  source: "RFC 7208 §4.6.4",
  about: "An SPF policy with more than two lookups that find nothing",
  why: "Receivers stop at the third name that does not exist and end with an error. Such names are left over, and somebody else may register them.",
  mend: "Take out the names that no longer exist.",
  needs: "resolver",
  accepted: ["'': {type: TXT, value: v=spf1 a:mail.example.com -all}\nmail: {type: A, value: 192.0.2.25}\n"],
  refused: [
    {
      sample: "'': {type: TXT, value: v=spf1 a:x.example.com a:y.example.com mx:z.example.com -all}\n",
      finds: ["1:24 SPF asks 3 times for names that have nothing; expected 2 at most"],
    },
    {
      sample: "'': {type: TXT, value: v=spf1 a:x.example.net a:y.example.net a:z.example.net -all}\n",
      answers: "www.example.net. 60 IN A 192.0.2.1\n",
      finds: ["1:24 SPF asks 3 times for names that have nothing; expected 2 at most"],
    },
  ],
};

/** An include of nothing. */
export const SPF_INCLUDE_MISSING: Rule = {
  id: "spf-include-missing",
  severity: "error",
  source: "RFC 7208 §5.2, §6.1",
  about: "An SPF policy that includes a domain without a policy",
  why: "Receivers end with an error there and treat the mail as if it had failed.",
  mend: "Correct the name, or take it out.",
  needs: "resolver",
  accepted: [
    "'': {type: TXT, value: v=spf1 include:_spf.example.com -all}\n_spf: {type: TXT, value: v=spf1 ip4:192.0.2.25}\n",
  ],
  refused: [
    {
      sample: "'': {type: TXT, value: v=spf1 include:_spf.example.com -all}\n",
      finds: ["1:24 SPF includes _spf.example.com, but its policy is not there"],
    },
    {
      sample: `'': {type: TXT, value: v=spf1 include:a.example.com -all}
a: {type: TXT, value: v=spf1 redirect=example.com}
`,
      finds: [
        "1:24 SPF includes example.com, but its policy leads back to this one",
        "2:23 SPF includes a.example.com, but its policy leads back to this one",
      ],
    },
    {
      sample: "'': {type: TXT, value: v=spf1 include:_spf.example.net -all}\n",
      answers: '_spf.example.net. 60 IN TXT "moved"\n',
      finds: ["1:24 SPF includes _spf.example.net, but its policy is not there"],
    },
  ],
};

/** The slow mechanism. */
export const SPF_PTR: Rule = {
  id: "spf-ptr",
  severity: "warning",
  source: "RFC 7208 §5.5",
  about: "The mechanism ptr in an SPF policy",
  why: "It is slow and unreliable, and large receivers pass it over or count it as an error.",
  mend: "Write ip4:, ip6:, a: or mx instead.",
  accepted: ["'': {type: TXT, value: v=spf1 mx -all}\n"],
  refused: [
    {
      sample: "'': {type: TXT, value: v=spf1 ptr -all}\n",
      finds: ["1:24 SPF uses ptr, which is slow and often passed over"],
    },
  ],
};

/** Everybody may send. */
export const SPF_PLUS_ALL: Rule = {
  id: "spf-plus-all",
  severity: "error",
  source: "RFC 7208 §5.1",
  about: "An SPF policy that ends with +all, or with all without a sign",
  why: "It says that everybody may send in this name. Receivers take that for a sign of spam.",
  mend: "Write -all, or ~all while you are still looking for senders.",
  accepted: ["'': {type: TXT, value: v=spf1 mx ~all}\n"],
  refused: [
    {
      sample: "'': {type: TXT, value: v=spf1 mx all}\n",
      finds: ["1:24 SPF has +all (all without a sign is the same), which lets everybody send"],
    },
  ],
};

/** Nobody else is told anything. */
export const SPF_NO_TERMINAL_ALL: Rule = {
  id: "spf-no-terminal-all",
  severity: "warning",
  source: "RFC 7208 §4.7",
  about: "An SPF policy without all and without redirect",
  why: "For everybody that no term fits the result is neutral, as if there were no policy.",
  mend: "Write -all or ~all at its end. A policy to be included by others may do without; let its name begin with an underscore.",
  accepted: [
    "'': {type: TXT, value: v=spf1 redirect=_spf.example.com}\n_spf: {type: TXT, value: v=spf1 ip4:192.0.2.25}\n",
  ],
  refused: [
    {
      sample: "'': {type: TXT, value: v=spf1 mx}\n",
      finds: ["1:24 SPF has neither all nor redirect, so it says nothing about everybody else"],
    },
  ],
};

/** The type that is gone. */
export const SPF_TYPE_99: Rule = {
  id: "spf-type-99",
  severity: "warning",
  source: "RFC 7208 §3.1",
  about: "A record of the type SPF",
  why: "Receivers ask for TXT only. Whoever changes this record changes nothing.",
  mend: "Write it as TXT, and remove the other one.",
  accepted: ["'': {type: TXT, value: v=spf1 mx -all}\n"],
  refused: [
    {
      sample: "'': {type: SPF, value: v=spf1 mx -all}\n",
      finds: ["1:24 example.com. has a record of type SPF, which nobody reads any more"],
    },
  ],
};

/** The rules about sender policies. */
export const SPF_RULES: readonly Rule[] = [
  SPF_MULTIPLE,
  SPF_SYNTAX,
  SPF_LOOKUPS,
  SPF_VOID,
  SPF_INCLUDE_MISSING,
  SPF_PTR,
  SPF_PLUS_ALL,
  SPF_NO_TERMINAL_ALL,
  SPF_TYPE_99,
];
