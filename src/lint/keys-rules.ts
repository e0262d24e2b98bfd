import type { Family, Rule, Sample } from "./rule.ts";

const KEY = `    - tag: 3613
      algorithm: ED25519
      role: csk
      state: active
      since: 2026-11-30T12:00:00Z
      public: l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=
`; // RFC 8080 §6.1

const SIGNED = `zones:
  example.com:
    counter: 1
    base: 0
    keys:
${KEY}`;

/** A zone with a key, where something is written otherwise. */
function signed(from = "", to = "", zone = "{}\n"): { readonly [file: string]: string } {
  return { "_keys.yaml": SIGNED.replace(from, to), "example.com.yaml": zone };
}

const WHY_FIRM = "a zone that is signed wrongly is one that validators take for forged";

/** The counter of the keys does not go up with a change of them. The plan tells it. */
export const KEYS_COUNTER: Rule = {
  id: "keys-counter",
  severity: "error",
  about: "A change of how a zone is signed without a greater counter",
  why: "Machines and images go by the counter to tell which state of the keys is the newer one. With the same one, or a smaller one, an older state could come back, and with it a zone that nobody can validate.",
  mend: "Write a counter that is greater by one. `zonepipe dnssec` does it by itself.",
  firm: true,
  whyFirm: WHY_FIRM,
  needs: "base",
  accepted: [{ sample: signed("counter: 1", "counter: 2"), before: signed() }],
  refused: [
    {
      sample: signed("base: 0", "base: 1"),
      before: signed(),
      finds: ["The keys change, and their counter goes from 1 to 1; expected 2 or more"],
    },
  ],
};

const OTHER_KEY = `    - tag: 35217
      algorithm: ED25519
      role: csk
      state: active
      since: 2026-11-30T12:00:00Z
      public: zPnZ/QwEe7S8C5SPz2OfS5RR40ATk2/rYnE9xHIEijs=
`; // RFC 8080 §6.1

const DS =
  "example.com. 86400 IN DS 3613 15 2 3aa5ab37efce57f737fc1627013fee07bdf241bd10f3b1964ab55c78e79a304b\n";
const OTHER_DS =
  "example.com. 86400 IN DS 35217 15 2 401781b934e392de492ec77ae2e15d70f6575a1c0bc59c5275c04ebe80c6614c\n";

function changed(keys: string, counter = 2): Sample {
  return {
    "_keys.yaml": SIGNED.replace("counter: 1", `counter: ${counter}`).replace(KEY, keys),
    "example.com.yaml": "{}\n",
  };
}

/** Nobody could validate the zone. The plan tells it. */
export const KEYS_CHAIN: Rule = {
  id: "keys-chain-breaks",
  severity: "error",
  source: "RFC 6781 §4.1",
  about: "A change of keys with which a validator would find no chain of trust",
  why: "Caches hold DS, keys and signatures each for its own time. Where a DS leads to no key, or a signature to none, validators take the zone for forged, and most of the world does not see it, for as long as a TTL.",
  mend: "Change keys by `zonepipe dnssec roll`, which goes one safe step at a time.",
  firm: true,
  whyFirm: WHY_FIRM,
  needs: "base",
  accepted: [{ sample: changed(KEY + OTHER_KEY), before: signed(), parent: DS }],
  refused: [
    {
      sample: { "example.com.yaml": "{}\n" },
      before: signed(),
      parent: DS,
      finds: [
        "The zone would not be signed while the DS that the parent has says that it is: validators would refuse all of it",
      ],
    },
  ],
};

/** Nobody has looked. The plan tells it, where it cannot know. */
export const KEYS_NOT_SEEN: Rule = {
  id: "keys-not-looked-at",
  severity: "warning",
  source: "RFC 7583 §3",
  about: "A change of keys that depends on what the parent and all nameservers show, where nobody could look",
  why: "Whether the change breaks validation is not known here. `deploy` looks again, and then it is an error.",
  mend: "Plan where `zonepipe drift` has looked, or with --looks.",
  firm: true,
  whyFirm: WHY_FIRM,
  needs: "base",
  accepted: [{ sample: changed(KEY + OTHER_KEY), before: signed() }],
  refused: [
    {
      sample: changed(OTHER_KEY),
      before: signed(),
      finds: [
        "Which DS the parent has is not known: it was not asked, or not all of its servers answered the same",
      ],
    },
  ],
};

const KEYS_EARLY: Rule = {
  id: "keys-too-early",
  severity: "error",
  source: "RFC 7583 §3",
  about: "A change of keys before what was there before is forgotten, or that nobody has looked for",
  why: "What a DS, a key or a signature said stays in caches for its TTL after all places ceased to say it. Whoever has it finds that the rest no longer fits.",
  mend: "Wait until the time that is told. Where you know better, let somebody with write access set the label zonepipe:allow-keys:ZONE.",
  firm: true,
  needs: "base",
  accepted: [{ sample: changed(KEY + OTHER_KEY), before: signed(), parent: DS }],
  refused: [
    {
      sample: changed(OTHER_KEY, 3),
      before: changed(KEY + OTHER_KEY),
      parent: OTHER_DS,
      finds: [
        "Since when all nameservers show the keys of before (counter 2) is not known: nobody has looked, or somebody did not answer. What was before may be in caches: all servers of the parent have the DS of now since 1970-01-01T00:00:00.000Z, and its TTL is 86400 seconds. Do this from 1970-01-02T01:00:00.000Z on",
      ],
    },
  ],
};

/** Who validates and asks there gets nothing. The plan tells it. */
export const KEYS_UNSIGNED: Rule = {
  id: "keys-unsigned-at-others",
  severity: "error",
  source: "RFC 4035 §5.5",
  about:
    "A nameserver of others that answers a signed zone without signatures, where there is a DS, or one is asked for",
  why: "Resolvers choose among the nameservers. Those that validate take what comes from that one for forged, so the domain fails for some, now and then, and nobody sees why.",
  mend: "Have it serve the zone as it is transferred, or take it out of the zone's nameservers. Where you know better, let somebody with write access set the label zonepipe:allow-keys:ZONE.",
  firm: true,
  needs: "base",
  accepted: [{ sample: secondary(60), before: secondary(300), parent: DS }],
  refused: [
    {
      sample: secondary(60),
      before: secondary(300),
      parent: DS,
      unsigned: ["192.0.2.54"],
      finds: [
        "a nameserver (192.0.2.54) answers the zone without signatures, and the parent has a DS: who validates and asks there gets no answer. Have it serve the zone as it is transferred, with its signatures and its DNSKEY, or take it out of the zone's nameservers first, here and at the parent",
      ],
    },
  ],
};

/** A signed zone with a nameserver of others. */
function secondary(ttl: number): { readonly [file: string]: string } {
  return {
    ...signed("", "", `www: {type: A, ttl: ${ttl}, value: 192.0.2.80}\n`),
    "_config.yaml": `nameservers:
  - {name: ns1.example.net., addresses: [192.0.2.53], app: dns-prod}
  - {name: ns2.example.net., addresses: [192.0.2.54]}
`,
  };
}

/** Signatures made beforehand that end before long. The plan tells it. */
export const KEYS_PRESIGNED: Rule = {
  id: "keys-signed-until",
  severity: "error",
  about:
    "Signatures over a zone's keys, made beforehand, of which the last week ends within two weeks; a warning within six",
  why: "Machines answer with the signatures in their image and make none of these. After the last week one that starts does not answer the zone, and the others do for three weeks more.",
  mend: "Run `zonepipe dnssec sign-keys` where the key is, and commit what it writes.",
  firm: true,
  whyFirm: WHY_FIRM,
  needs: "base",
  accepted: [{ sample: signed(), before: signed() }],
  refused: [
    {
      sample: {
        ...signed(KEY, KEY.replace("csk", "ksk") + OTHER_KEY.replace("csk", "zsk").replace("35217", "35216")),
        "_signatures/example.com.signatures":
          "@ 3600 RRSIG DNSKEY 15 2 3600 1798900000 1796169600 3613 @ AAAA\n",
      },
      before: signed(),
      finds: ["Key 3613, which is on no machine, has not signed the zone's keys for this week"],
    },
  ],
};

/** Signatures that a secondary could still answer when they have ended. The plan tells it. */
export const KEYS_SHORT: Rule = {
  id: "keys-signatures-short",
  severity: "error",
  source: "RFC 6781 §4.4.2",
  about:
    "An SOA expire or a TTL so long that signatures end before a secondary that hears nothing, or a cache, forgets them",
  why: "Signatures hold for a year at most. A secondary answers for SOA expire without hearing anything, and caches keep that for the TTL: then validators meet signatures that have ended.",
  mend: "Make SOA expire and the TTLs shorter: a month and a day are plenty.",
  firm: true,
  whyFirm: WHY_FIRM,
  needs: "base",
  accepted: [{ sample: signed(), before: signed() }],
  refused: [
    {
      sample: signed("", "", "www: {type: A, ttl: 31536000, value: 192.0.2.80}\n"),
      before: signed(),
      finds: [
        "Signatures hold for 30931200 seconds just before they are made again, and SOA expire, the greatest TTL and a day are 35222400",
      ],
    },
  ],
};

/** The rules about how `_keys.yaml` says that zones are signed; they speak while it is read. */
export const KEYS: Family = {
  subject: "Keys of signed zones",
  rules: [
    {
      id: "keys-unknown-zone",
      severity: "error",
      about: "Keys of a zone that has no file",
      why: "Somebody believes that a zone is signed, and it is not served; or it stands there under another name, and is not signed.",
      mend: "Write the name of the zone's file, or take the keys away with the zone.",
      firm: true,
      whyFirm: WHY_FIRM,
      accepted: [signed()],
      refused: [
        {
          sample: signed("example.com", "example.net"),
          finds: ['_keys.yaml:2:3 There are keys of "example.net", and no zone of that name'],
        },
      ],
    },
    {
      id: "keys-own-record",
      severity: "error",
      source: "RFC 4035 §2",
      about: "A record of a signed zone that whoever signs it makes: DNSKEY, RRSIG, NSEC and the like",
      why: "Our nameservers make these records of the keys and of the zone's content. Others beside them break validation.",
      mend: "Remove the record. A key of another provider is brought in with `zonepipe dnssec import-key --public`.",
      firm: true,
      whyFirm: WHY_FIRM,
      accepted: [signed()],
      refused: [
        {
          sample: signed(
            "",
            "",
            "'': {type: CDS, value: {key_tag: 0, algorithm: 0, digest_type: 0, digest: '00'}}\n",
          ),
          finds: ["example.com.yaml:1:24 The zone is signed by our nameservers, and they make its CDS"],
        },
        {
          sample: "'': {type: TYPE65403, value: '\\# 1 00'}\n",
          finds: [
            "1:30 TYPE65403 at the apex says how our nameservers sign the zone, and is made of _keys.yaml",
          ],
        },
      ],
    },
    {
      id: "key-algorithm",
      severity: "error",
      source: "RFC 9904",
      about: "An algorithm that nobody should sign with",
      why: "Validators take a zone that is signed with an algorithm they no longer trust, or do not know, for unsigned.",
      mend: "Make a key of ECDSAP256SHA256, which all validators know, or of ED25519.",
      firm: true,
      whyFirm: WHY_FIRM,
      accepted: [signed()],
      refused: [
        {
          sample: signed("ED25519", "RSASHA1"),
          finds: ['_keys.yaml:7:18 algorithm is "RSASHA1": its SHA-1 must not sign any more (RFC 9905)'],
        },
      ],
    },
    {
      id: "key-tag",
      severity: "error",
      source: "RFC 4034 §2.1",
      about: "A tag that is not that of the key beside it",
      why: "People know a key by its tag. One that does not fit comes from another key, or of a change of its role.",
      mend: "Write the tag that the message tells, or the key that belongs to the tag.",
      firm: true,
      whyFirm: WHY_FIRM,
      accepted: [signed()],
      refused: [
        {
          sample: signed("tag: 3613", "tag: 3614"),
          finds: ["_keys.yaml:6:7 The tag is 3614, and that of the public key is 3613 as csk"],
        },
      ],
    },
    {
      id: "key-form",
      severity: "error",
      about: "A public key that is none of its algorithm",
      why: "It is not the whole key, or one of another algorithm. Nothing that it signs could be validated.",
      mend: "Copy the public key again, as its DNSKEY record has it.",
      firm: true,
      whyFirm: WHY_FIRM,
      accepted: [signed()],
      refused: [
        {
          sample: signed("ED25519", "ECDSAP256SHA256"),
          finds: [
            "_keys.yaml:6:7 The public key of 3613 (ECDSAP256SHA256) is none: a key of ECDSAP256SHA256 has 64 octets, and this one has 32",
          ],
        },
      ],
    },
    {
      id: "key-twice",
      severity: "error",
      about: "A key that stands there twice, or two keys with one tag",
      why: "It is in one state or in the other. Two keys with one tag cannot be told apart by whoever looks at signatures.",
      mend: "Keep one of the two.",
      firm: true,
      whyFirm: WHY_FIRM,
      accepted: [signed()],
      refused: [
        {
          sample: signed(KEY, KEY + KEY),
          finds: ["_keys.yaml:12:7 Key 3613 (ED25519) stands here twice"],
        },
      ],
    },
    {
      id: "keys-incomplete",
      severity: "error",
      source: "RFC 4035 §2.2",
      about: "Keys that do not sign all of the zone",
      why: "Every algorithm with a DNSKEY must have signatures over everything: over the keys by a ksk or csk, over all else by a zsk or csk. A validator takes the zone for forged otherwise.",
      mend: "Add the key that is missing, or let one that is there become active.",
      firm: true,
      whyFirm: WHY_FIRM,
      accepted: [signed()],
      refused: [
        {
          sample: signed("state: active", "state: retired"),
          finds: [
            "_keys.yaml:2:3 No key that is active signs the zone",
            "_keys.yaml:2:3 No key that is active signs the keys",
          ],
        },
        {
          sample: signed("role: csk", "role: ksk"),
          finds: ["_keys.yaml:2:3 No key that is active signs the zone"],
        },
      ],
    },
    {
      id: "keys-states",
      severity: "error",
      source: "RFC 4035 §5.2",
      about: "States of keys that make no sense together",
      why: "A DS at the parent must lead to a key that is published and signs; what CDS asks for must be what the keys say.",
      mend: "Change the state by `zonepipe dnssec`, which goes one safe step at a time.",
      firm: true,
      whyFirm: WHY_FIRM,
      accepted: [
        signed(),
        signed("    keys:\n    - tag: 3613", "    cds: keys\n    keys:\n    - ds: wanted\n      tag: 3613"),
      ],
      refused: [
        {
          sample: signed("    keys:", "    cds: keys\n    keys:"),
          finds: ["_keys.yaml:2:3 CDS is to name keys, and the DS of none is wanted"],
        },
        {
          sample: signed("state: active", "state: early\n      ds: wanted"),
          finds: ["_keys.yaml:6:7 Key 3613 (ED25519) is early, so it is not published, and its DS is wanted"],
        },
      ],
    },
    {
      id: "keys-bootstrap",
      severity: "warning",
      source: "RFC 9615 §4.1",
      about: "Bootstrapping that nobody can validate",
      why: "The copies of CDS in the zone of a nameserver are worth what that zone's signatures are worth: without any the parent passes them over.",
      mend: "Sign the zone of the nameserver, or leave `bootstrap` out and type the DS at the registrar.",
      firm: true,
      whyFirm: "it is said by a setting, and is gone with that",
      accepted: [signed()],
      refused: [
        {
          sample: { ...signed("    keys:", "    bootstrap: true\n    keys:"), "example.net.yaml": "{}\n" },
          finds: [
            "_keys.yaml:2:3 Bootstrapping has no effect: example.net., the zone of ns1.example.net., is not signed here",
            "_keys.yaml:2:3 Bootstrapping has no effect: example.net., the zone of ns2.example.net., is not signed here",
          ],
        },
      ],
    },
    {
      id: "key-signatures",
      severity: "error",
      source: "RFC 4035 §2.2",
      about: "Signatures over a zone's keys, made beforehand, that do not hold for the keys as they are",
      why: "Machines without the key answer with these signatures. Where they do not hold, the zone is not answered at all.",
      mend: "Run `zonepipe dnssec sign-keys` where the key is, and commit what it writes.",
      firm: true,
      whyFirm: WHY_FIRM,
      accepted: [signed()],
      refused: [
        {
          sample: { ...signed(), "_signatures/example.com.signatures": "@ 300 A 192.0.2.1\n" },
          finds: [
            "_signatures/example.com.signatures:1:1 It has something else than signatures over DNSKEY, CDS and CDNSKEY of example.com.",
          ],
        },
        {
          sample: {
            ...signed(),
            "_signatures/example.com.signatures":
              "@ 300 RRSIG DNSKEY 15 2 3600 1800000000 1790000000 3613 @ AAAA\n",
          },
          finds: [
            "_signatures/example.com.signatures:1:1 Here are signatures over the keys of example.com, which has no key that signs keys alone",
          ],
        },
      ],
    },
    KEYS_COUNTER,
    KEYS_CHAIN,
    KEYS_EARLY,
    KEYS_NOT_SEEN,
    KEYS_UNSIGNED,
    KEYS_PRESIGNED,
    KEYS_SHORT,
  ],
};
