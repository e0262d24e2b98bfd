import { printName } from "../../dns/name.ts";
import { CAA as CAA_TYPE } from "../../dns/records/caa.ts";
import { DS as DS_TYPE } from "../../dns/records/ds.ts";
import { SSHFP as SSHFP_TYPE } from "../../dns/records/sshfp.ts";
import { TLSA as TLSA_TYPE } from "../../dns/records/tlsa.ts";
import { CAA, DS, SSHFP, TLSA } from "../../dns/type-numbers.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import type { ZoneIndex } from "./zone-index.ts";

const CAA_UNKNOWN_TAG: Rule = {
  id: "caa-unknown-tag",
  severity: "warning",
  source: "RFC 8659 §4.1",
  about: "A CAA with a tag that is not registered",
  why: "Certification authorities pass over it, or refuse to issue anything if its flags say critical.",
  mend: "Write issue, issuewild, issuemail, issuevmc, iodef, contactemail or contactphone.",
  accepted: ["'': {type: CAA, values: [{tag: issue, value: ca.example.net}, {tag: issuewild, value: ;}]}\n"],
  refused: [
    {
      sample:
        "'': {type: CAA, values: [{tag: isue, value: ca.example.net}, {tag: issue, value: ;}, {tag: issuewild, value: ;}]}\n",
      finds: ["1:32 CAA tag is isue, which is not registered"],
    },
  ],
};

const CAA_ISSUE_WITHOUT_ISSUEWILD: Rule = {
  id: "caa-issue-without-issuewild",
  severity: "warning",
  source: "RFC 8659 §4.3",
  about: "CAA with issue and without issuewild",
  why: "Whoever may issue for the name may then issue wildcard certificates too, which speak for every name below.",
  mend: 'Add issuewild with the authority that may, or with ";" for nobody.',
  accepted: ["'': {type: CAA, values: [{tag: issue, value: ca.example.net}, {tag: issuewild, value: ;}]}\n"],
  refused: [
    {
      sample: "'': {type: CAA, value: {tag: issue, value: ca.example.net}}\n",
      finds: [
        "1:24 CAA of example.com. has issue and no issuewild, so wildcard certificates may be issued too",
      ],
    },
  ],
};

const CAA_ONLY_IODEF: Rule = {
  id: "caa-only-iodef",
  severity: "warning",
  source: "RFC 8659 §3",
  about: "CAA that says whom to tell and not who may issue",
  why: "Nothing is restricted by it: every authority may issue.",
  mend: 'Add issue with the authority that may, or with ";" for nobody.',
  accepted: [
    "'': {type: CAA, values: [{tag: issue, value: ;}, {tag: issuewild, value: ;}, {tag: iodef, value: 'mailto:security@example.com'}]}\n",
  ],
  refused: [
    {
      sample: "'': {type: CAA, value: {tag: iodef, value: 'mailto:security@example.com'}}\n",
      finds: ["1:24 CAA of example.com. has only iodef, so every authority may issue"],
    },
  ],
};

const TLSA_FULL_DATA: Rule = {
  id: "tlsa-full-data",
  severity: "warning",
  source: "RFC 7671 §10.1.2",
  about: "A TLSA with the whole certificate or key instead of its digest",
  why: "Answers get so large that they need TCP, for nothing: the certificate comes with the connection anyway.",
  mend: "Write the SHA-256 of it, with matching_type 1.",
  accepted: [
    "_443._tcp: {type: TLSA, value: {certificate_usage: 3, selector: 1, matching_type: 1, certificate_association_data: 8a9a70596e869bed72c69d97a8895dfad86f300a343fdea9f1f6b5e8b0e9a1a0}}\n",
  ],
  refused: [
    {
      sample:
        "_443._tcp: {type: TLSA, value: {certificate_usage: 3, selector: 1, matching_type: 0, certificate_association_data: 3059301306072a8648}}\n",
      finds: ["1:83 TLSA matching_type is 0, the whole data; expected 1 or 2, a digest"],
    },
  ],
};

const SSHFP_SHA1: Rule = {
  id: "sshfp-sha1",
  severity: "warning",
  source: "RFC 6594",
  about: "An SSHFP with a SHA-1 fingerprint and none with SHA-256 for the same algorithm",
  why: "SHA-1 can be forged. OpenSSH no longer makes such fingerprints.",
  mend: "Write the lines with fingerprint_type 2 that `ssh-keygen -r` prints.",
  accepted: [
    "shell: {type: SSHFP, value: {algorithm: 4, fingerprint_type: 2, fingerprint: a5043c3393f87825c0156dd6e2a0d59362097078e5b2a442554a5909c4f2d6eb}}\n",
  ],
  refused: [
    {
      sample:
        "shell: {type: SSHFP, value: {algorithm: 4, fingerprint_type: 1, fingerprint: 0a4d55a8d778e5022fab701977c5d840bbc486d0}}\n",
      finds: ["1:62 SSHFP fingerprint_type is 1, SHA-1; expected 2, SHA-256"],
    },
  ],
};

const DS_WEAK: Rule = {
  id: "ds-weak",
  severity: "warning",
  source: "RFC 9904, RFC 9905 §2",
  about: "A DS with SHA-1, or for a key whose algorithm must not be used any more",
  why: "Validators take such a delegation for unsigned, so its signatures protect nobody.",
  mend: "Sign with ECDSAP256SHA256 or ED25519, and write a DS with digest_type 2.",
  accepted: [
    delegation(
      "{key_tag: 60485, algorithm: 13, digest_type: 2, digest: 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21}",
    ),
  ],
  refused: [
    {
      sample: delegation(
        "{key_tag: 60485, algorithm: 13, digest_type: 1, digest: 2bb183af5f22588179a53b0a98631fad1a292118}",
      ),
      finds: ["4:57 DS digest_type is 1, SHA-1; expected 2 or 4"],
    },
    {
      sample: delegation(
        "{key_tag: 60485, algorithm: 5, digest_type: 2, digest: 2bb183af5f22588179a53b0a98631fad1a292118b2ad8b9f2f3a6f0c3d7b9e21}",
      ),
      finds: ["4:40 DS algorithm is 5, which must not be used any more; expected 13 or 15"],
    },
  ],
};

/** What vouches for certificates and keys. */
export const CERTIFICATES: Family = {
  subject: "Certificates and keys",
  rules: [CAA_UNKNOWN_TAG, CAA_ISSUE_WITHOUT_ISSUEWILD, CAA_ONLY_IODEF, TLSA_FULL_DATA, SSHFP_SHA1, DS_WEAK],
  check: checkCertificates,
};

/** A delegation with this DS. */
function delegation(ds: string): string {
  return `lab:
  - {type: NS, values: [ns1.example.net., ns2.example.net.]}
  - type: DS
    value: ${ds}
`;
}

function checkCertificates({ setsOf }: ZoneIndex, find: Find): void {
  for (const { records } of setsOf(CAA)) checkCaa(records, find);
  for (const { records } of setsOf(SSHFP)) checkSshfp(records, find);
  for (const { records } of setsOf(TLSA)) {
    for (const record of records) {
      if (TLSA_TYPE.read(record.rdata).matching_type !== 0) continue;
      const message = "TLSA matching_type is 0, the whole data; expected 1 or 2, a digest";
      find(TLSA_FULL_DATA, placeOf(record, "matching_type"), message, "Write its SHA-256 with 1.", record);
    }
  }
  for (const { records } of setsOf(DS)) for (const record of records) checkDs(record, find);
}

/** IANA, "Certification Authority Restriction Properties", without what is reserved. */
const REGISTERED_TAGS = [
  "issue",
  "issuewild",
  "issuemail",
  "issuevmc",
  "iodef",
  "contactemail",
  "contactphone",
];

function checkCaa(records: readonly LintRecord[], find: Find): void {
  const tags = records.map((record) => CAA_TYPE.read(record.rdata).tag.toLowerCase()); // in any case (RFC 8659 §4.1)
  records.forEach((record, index) => {
    const tag = tags[index]!;
    if (REGISTERED_TAGS.includes(tag)) return;
    const message = `CAA tag is ${tag}, which is not registered`;
    const help = `Write one of ${REGISTERED_TAGS.join(", ")}.`;
    find(CAA_UNKNOWN_TAG, placeOf(record, "tag"), message, help, record);
  });
  const first = records[0]!;
  const name = printName(first.owner);
  if (tags.every((tag) => tag === "iodef")) {
    const message = `CAA of ${name} has only iodef, so every authority may issue`;
    find(CAA_ONLY_IODEF, first.at, message, 'Add issue with an authority, or with ";" for nobody.', first);
  }
  const issue = records[tags.indexOf("issue")];
  if (issue !== undefined && !tags.includes("issuewild")) {
    const message = `CAA of ${name} has issue and no issuewild, so wildcard certificates may be issued too`;
    const help = 'Add issuewild with an authority, or with ";" for nobody.';
    find(CAA_ISSUE_WITHOUT_ISSUEWILD, issue.at, message, help, issue);
  }
}

function checkSshfp(records: readonly LintRecord[], find: Find): void {
  const prints = records.map((record) => SSHFP_TYPE.read(record.rdata));
  records.forEach((record, index) => {
    const { algorithm, fingerprint_type } = prints[index]!;
    const hasBetter = prints.some(
      (other) => other.algorithm === algorithm && other.fingerprint_type !== SHA1,
    );
    if (fingerprint_type !== SHA1 || hasBetter) return;
    const message = "SSHFP fingerprint_type is 1, SHA-1; expected 2, SHA-256";
    const help = "Take the line that `ssh-keygen -r` prints.";
    find(SSHFP_SHA1, placeOf(record, "fingerprint_type"), message, help, record);
  });
}

/** Of fingerprints and of DS digests alike. */
const SHA1 = 1;
/** RSAMD5, DSA, RSASHA1, DSA-NSEC3-SHA1, RSASHA1-NSEC3-SHA1 and ECC-GOST (IANA, "DNSSEC Algorithm Numbers"). */
const WEAK_ALGORITHMS = [1, 3, 5, 6, 7, 12];

function checkDs(record: LintRecord, find: Find): void {
  const { algorithm, digest_type } = DS_TYPE.read(record.rdata);
  if (digest_type === SHA1) {
    const message = "DS digest_type is 1, SHA-1; expected 2 or 4";
    find(DS_WEAK, placeOf(record, "digest_type"), message, "Make the DS again with SHA-256.", record);
  }
  if (WEAK_ALGORITHMS.includes(algorithm)) {
    const message = `DS algorithm is ${algorithm}, which must not be used any more; expected 13 or 15`;
    find(DS_WEAK, placeOf(record, "algorithm"), message, "Sign the zone with a newer algorithm.", record);
  }
}

function placeOf(record: LintRecord, field: string): LintRecord["at"] {
  return record.fieldsAt?.[field] ?? record.at;
}
