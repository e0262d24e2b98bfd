import { createPublicKey } from "node:crypto";
import { shown } from "../../dns/fields/yaml-text.ts";
import { printName } from "../../dns/name.ts";
import { textOf } from "../../dns/text-of.ts";
import { TXT } from "../../dns/type-numbers.ts";
import type { Octets } from "../../dns/wire.ts";
import type { LintRecord } from "./lint-zone.ts";
import type { Family, Find, Rule } from "./rule.ts";
import { isFault, parseTagList, type TagList, type TextFault } from "./tag-list.ts";
import type { ZoneIndex } from "./zone-index.ts";

/** Octets of an Ed25519 key (RFC 8463 §4.2 has it as it is, without a wrapping). */
const ED25519_LENGTH = 32;
/** Bits of RSA below which receivers must not take a signature for good, and which signers should have (RFC 8301 §3.2). */
const LEAST_RSA = 1024;
const GOOD_RSA = 2048;

const RSA_512 =
  "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAMl1DvzS/cJJfVb9Swo3kbfnSFvz2dwgNsZQHh9+DAuE0phHMm1uEBUJOqFRdxQgxmyFABWEgzSQXvEq9yVzj2MCAwEAAQ==";
const ED25519 = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

const DKIM_SYNTAX: Rule = {
  id: "dkim-syntax",
  severity: "error",
  source: "RFC 6376 §3.6.1",
  about: "A DKIM key that cannot be read",
  why: "Receivers find no key, so every signature made with it fails.",
  mend: "Copy the whole record again from the program that made the key: one text, without line breaks inside of the key.",
  accepted: [
    `a._domainkey: {type: TXT, value: v=DKIM1; k=ed25519; p=${ED25519}}
gone._domainkey: {type: TXT, value: v=DKIM1; p=}
`,
  ],
  refused: [
    {
      sample: "a._domainkey: {type: TXT, value: v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOC}\n",
      finds: ["1:34 DKIM p is no RSA key"],
    },
    {
      sample: `a._domainkey: {type: TXT, value: 'v=DKIM1; k=ed25519; p=${ED25519.slice(0, 20)}""${ED25519.slice(20)}'}\n`,
      finds: ['1:34 DKIM p has "" inside of the key, where one quoted string ended and the next began'],
    },
    {
      sample: "a._domainkey: {type: TXT, value: v=DKIM1; k=rsa}\n",
      finds: [
        "1:34 DKIM has no p, the key; expected p= and the key in Base64, or nothing behind it for a key that is withdrawn",
      ],
    },
    {
      sample: `a._domainkey: {type: TXT, value: k=ed25519; p=${ED25519}; v=DKIM1}\n`,
      finds: ["1:34 DKIM v is not its first tag; expected v=DKIM1 at the beginning, or none"],
    },
    {
      sample: `a._domainkey: {type: TXT, values: [v=DKIM1; p=, v=DKIM1; k=ed25519; p=${ED25519}]}\n`,
      finds: ["1:49 a._domainkey.example.com. has 2 texts; expected one key"],
    },
  ],
};

const DKIM_KEY_TYPE: Rule = {
  id: "dkim-key-type",
  severity: "warning",
  source: "RFC 6376 §3.6.1, RFC 8463 §4",
  about: "A DKIM key of a kind other than rsa and ed25519",
  why: "Receivers ignore keys of kinds that they do not know, so a signature made with it counts for nothing there.",
  mend: "Write k=rsa or k=ed25519, whichever the key is; without k it is rsa.",
  accepted: [`a._domainkey: {type: TXT, value: v=DKIM1; k=ed25519; p=${ED25519}}\n`],
  refused: [
    {
      sample: `a._domainkey: {type: TXT, value: v=DKIM1; k=ed448; p=${ED25519}}\n`,
      finds: ['1:34 DKIM k is "ed448"; receivers know rsa and ed25519'],
    },
  ],
};

const DKIM_RSA_SHORT: Rule = {
  id: "dkim-rsa-short",
  severity: "warning",
  source: "RFC 8301 §3.2",
  about: "An RSA key for DKIM with less than 2048 bits: an error below 1024",
  why: "Short keys can be broken. Below 1024 bits receivers must treat every signature as failed.",
  mend: "Make a key of 2048 bits and publish it under a new selector; remove the old one when no mail is under way any more.",
  accepted: [`a._domainkey: {type: TXT, value: v=DKIM1; k=ed25519; p=${ED25519}}\n`],
  refused: [
    {
      sample: `a._domainkey: {type: TXT, value: v=DKIM1; k=rsa; p=${RSA_512}}\n`,
      finds: ["1:34 DKIM key has 512 bits of RSA; expected 2048 or more"],
    },
  ],
};

/** Keys that sign mail. */
export const DKIM: Family = {
  subject: "Keys that sign mail (DKIM)",
  rules: [DKIM_SYNTAX, DKIM_KEY_TYPE, DKIM_RSA_SHORT],
  check: checkDkim,
};

function checkDkim({ setsOf }: ZoneIndex, find: Find): void {
  for (const { owner, records } of setsOf(TXT)) {
    const selectorEnd = 1 + owner.charCodeAt(0);
    // _adsp and _report below _domainkey hold other things (RFC 5617, RFC 6651).
    if (!owner.startsWith(DOMAINKEY, selectorEnd) || owner.charAt(1) === "_") continue;
    for (const record of records) checkKey(record, find);
    if (records.length > 1) {
      const second = records[1]!;
      const message = `${printName(second.owner)} has ${records.length} texts; expected one key`;
      find(DKIM_SYNTAX, second.at, message, "Give each key a selector of its own.", second);
    }
  }
}

const DOMAINKEY = "\x0a_domainkey";

function checkKey(record: LintRecord, find: Find): void {
  const tags = parseTagList(textOf(record.rdata));
  const key = isFault(tags) ? tags : readKey(tags);
  if (isFault(key)) {
    find(DKIM_SYNTAX, record.at, `DKIM ${key.message}`, key.help, record);
  } else if (key.unknown !== undefined) {
    const message = `DKIM k is ${shown(key.unknown)}; receivers know rsa and ed25519`;
    find(DKIM_KEY_TYPE, record.at, message, "Write the kind that the key is of.", record);
  } else if (key.bits !== undefined && key.bits < GOOD_RSA) {
    const severity = key.bits < LEAST_RSA ? "error" : "warning";
    const message = `DKIM key has ${key.bits} bits of RSA; expected ${GOOD_RSA} or more`;
    const help = "Make a longer key and publish it under a new selector.";
    find({ ...DKIM_RSA_SHORT, severity }, record.at, message, help, record);
  }
}

interface Key {
  /** How long it is, for RSA. */
  readonly bits?: number;
  /** What it says that it is, where that is nothing that anybody knows. */
  readonly unknown?: Octets;
}

function readKey(tags: TagList): Key | TextFault {
  const version = tags.get("v");
  if (version !== undefined && version !== "DKIM1") {
    return { message: `v is ${shown(version)}; expected DKIM1`, help: "Write v=DKIM1." };
  }
  if (version !== undefined && [...tags.keys()][0] !== "v") {
    return {
      message: "v is not its first tag; expected v=DKIM1 at the beginning, or none",
      help: "Write v=DKIM1 first.",
    };
  }
  const text = tags.get("p");
  if (text === undefined) {
    return {
      message:
        "has no p, the key; expected p= and the key in Base64, or nothing behind it for a key that is withdrawn",
      help: "Copy the whole record again.",
    };
  }
  if (text === "") return {};
  const seam = /["'][ \t\r\n]*["']|["']/.exec(text)?.[0];
  if (seam !== undefined) {
    return {
      message:
        seam.length === 1
          ? `p has ${seam} in the key`
          : `p has ${printable(seam)} inside of the key, where one quoted string ended and the next began`,
      help: "Write the record as one text: without these quotes and without what stands between them.",
    };
  }
  const kind = tags.get("k") ?? "rsa";
  if (kind !== "rsa" && kind !== "ed25519") return { unknown: kind };
  const key = fromBase64(text.replace(/[ \t\r\n]+/g, ""));
  if (key === undefined) return { message: "p is no Base64", help: "Copy the whole record again." };
  if (kind === "rsa") return readRsa(key);
  return key.length === ED25519_LENGTH
    ? {}
    : {
        message: `p has ${key.length} octets; expected ${ED25519_LENGTH} for ed25519`,
        help: "Publish the key itself, without the wrapping that openssl puts around it.",
      };
}

/** Quotes and what is between them, a line break by its escape. */
function printable(seam: string): string {
  return seam.replace(/[\t\r\n]/g, (octet) => JSON.stringify(octet).slice(1, -1));
}

function fromBase64(text: Octets): Buffer | undefined {
  return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
    ? Buffer.from(text, "base64")
    : undefined;
}

/** The key is a SubjectPublicKeyInfo, as everybody writes it, or a bare RSAPublicKey, as RFC 6376 §3.6.1 says. */
function readRsa(key: Buffer): Key | TextFault {
  for (const type of ["spki", "pkcs1"] as const) {
    try {
      const bits = createPublicKey({ key, format: "der", type }).asymmetricKeyDetails?.modulusLength;
      if (bits !== undefined) return { bits };
    } catch {
      // Not in this form; a key in no form is told below.
    }
  }
  return { message: "p is no RSA key", help: "Copy the whole record again, in one piece." };
}
