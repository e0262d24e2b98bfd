import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { flatten } from "../../dns/flat-records.ts";
import { printBindPrivateKey } from "../../dns/signing/bind-private-key.ts";
import { printPem } from "../../dns/signing/key-files.ts";
import { parsePolicy, printPolicy, type SigningPolicy } from "../../dns/signing/policy.ts";
import { shapeSign } from "../../dns/signing/shape-signer.ts";
import { signFlatZone } from "../../dns/signing/sign-zone.ts";
import { signatureTimes } from "../../dns/signing/signature-times.ts";
import { whyUnsignable } from "../../dns/signing/unsignable.ts";
import { readClockSettings } from "../../server/settings/clock-settings.ts";
import { makeClock } from "../../server/signing/clock.ts";
import { readPrivateKeys } from "../../server/signing/private-keys.ts";
import { makeWindows } from "../../server/signing/windows.ts";
import { makeKey, policyWith } from "../signing/sign-with.ts";
import { zoneOf } from "../zone-text.ts";
import type { TextTarget } from "./put-texts.ts";

/** Files of private keys before the server: there is a key that signs, or words that have nothing of what stands there. */
export function keyFileTexts(): TextTarget {
  const keys: readonly KeyObject[] = [
    generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
    generateKeyPairSync("ec", { namedCurve: "P-384" }).privateKey,
    generateKeyPairSync("ed25519").privateKey,
    generateKeyPairSync("rsa", { modulusLength: 1024 }).privateKey,
  ];
  return {
    part: "files of private keys",
    seeds: keys.flatMap((key) => [printBindPrivateKey(key), printPem(key)]),
    dictionary: [
      ..."Private-key-format: v1.2 v1.3 v1.4 v2.0 Algorithm: 0 5 8 13 14 15 16 255 999 Modulus: Prime1: ; : =".split(
        " ",
      ),
      ..."PrivateKey: Created: 20261130000000 -----BEGIN -----END PRIVATE KEY----- EC RSA ENCRYPTED PUBLIC".split(
        " ",
      ),
      ..."AAAA AQAB AA== MC4CAQAwBQYDK2VwBCIEI \n \r\n \0".split(" "),
      "Proc-Type: 4,ENCRYPTED\n",
      "A".repeat(44),
    ],
    check: checkKeyFile,
  };
}

function checkKeyFile(text: string): string | undefined {
  for (const name of ["a.pem", "Kexample.com.+013+00001.private"]) {
    const files = { names: () => [name], read: () => Buffer.from(text, "latin1") };
    const read = readPrivateKeys({ folder: "/keys", written: [] }, files);
    if (!("error" in read)) continue;
    if (MACHINE.test(read.error)) return `words of the machine: ${read.error}`;
    const told = secretWords(text).find((word) => read.error.includes(word));
    if (told !== undefined) return `tells what stands in the file: ${told}`;
  }
  const base64 = Buffer.from(text, "latin1").toString("base64");
  const read = readPrivateKeys({ folder: undefined, written: [{ base64, place: "Here" }] }, NO_FILES);
  return "error" in read && MACHINE.test(read.error) ? `words of the machine: ${read.error}` : undefined;
}

const NO_FILES = { names: () => [], read: () => new Uint8Array(0) };
const MACHINE = /\bundefined\b|\bNaN\b|\[object |function |node:|asn1|openssl/i;

/** What may be a part of a key: no word of ours is as long as that and has both cases and a digit. */
function secretWords(text: string): string[] {
  return (text.match(/[A-Za-z0-9+/]{12,}/g) ?? []).filter(
    (word) => /[a-z]/.test(word) && /[A-Z]/.test(word) && /[0-9]/.test(word),
  );
}

/** Records that say how a zone is signed: each is refused with a reason, or read back from its own text and signed by. */
export function policyTexts(): TextTarget {
  const [csk, zsk] = [makeKey(13), makeKey(15, { flags: 256, signs: "zone", isWanted: false })];
  const policies = [
    policyWith([csk]),
    policyWith([csk, zsk], { denial: "nsec3", csync: true }),
    policyWith([makeKey(8)], { isLeaving: true, windows: 5000, base: 0 }),
  ];
  return {
    part: "records of policies",
    seeds: policies.map(printPolicy),
    dictionary: [
      ..."v=1 v=2 counter=0 base=0 base=2147483647 base=2147483648 base=-1 windows=0 windows=1 windows=2147483647".split(
        " ",
      ),
      ..."denial=nsec denial=nsec3 denial=nsec5 ttl=0 ttl=2147483647 cds=delete csync=immediate key= key=257:13:all".split(
        " ",
      ),
      ...":cds: :published: :hidden: 256: 257: :13: :8: :15: :255: :256: :all: :keys: :zone: :none: = , ; AAAA".split(
        " ",
      ),
      " ",
      "  ",
    ],
    check: checkPolicy,
  };
}

const ZONE = zoneOf(
  "example.com.",
  "@ 300 SOA ns1 hostmaster 4294967295 7200 900 1209600 300\n@ 300 NS ns1\nns1 300 A 192.0.2.1\n*.w 300 TXT w\n",
);

function checkPolicy(text: string): string | undefined {
  const policy = parsePolicy(text);
  if ("fault" in policy)
    return policy.fault === "" || MACHINE.test(policy.fault) ? `a fault says ${policy.fault}` : undefined;
  const printed = printPolicy(policy);
  const back = parsePolicy(printed);
  if ("fault" in back || printPolicy(back) !== printed) return "a policy does not read back";
  return whyUnsignable(ZONE.origin, flatten(ZONE.records), policy) === undefined
    ? checkSigned(policy)
    : undefined;
}

function checkSigned(policy: SigningPolicy): string | undefined {
  const made = signFlatZone({
    ...{ origin: Buffer.from(ZONE.origin, "latin1"), records: flatten(ZONE.records), policy },
    ...{ window: policy.base, signerOf: shapeSign },
  });
  return made.count < 10 ? `only ${made.count} records are made` : undefined;
}

/** What `--now` may say: it is refused with a reason, or windows never go back and signatures hold when they are made. */
export function clockTexts(): TextTarget {
  return {
    part: "clocks",
    seeds: [
      "1793750400",
      "1793750400,86400",
      "2026-11-04T00:00:00Z,0.5",
      "2106-02-07T06:28:15Z",
      "2038-01-19T03:14:08.5+14:00,1000000",
    ],
    dictionary:
      "0 -1 , . - + : T Z t z 9999999999 4294967295 2147483648 1969-12-31T23:59:59Z 9999-12-31 e9 0x1 NaN Infinity".split(
        " ",
      ),
    check: checkClock,
  };
}

const SINCE = 1_796_000_000_000;
const BUILT = 1_795_000_000; // seconds since 1970

function checkClock(text: string): string | undefined {
  const settings = readClockSettings({ now: text }, SINCE);
  if (settings === undefined) return "nothing is read";
  if ("error" in settings)
    return MACHINE.test(settings.error.replace(/^--now is ".*";/s, "")) ? settings.error : undefined;
  let machine = SINCE;
  const clock = makeClock(settings, () => machine);
  const windows = makeWindows(clock, BUILT);
  let before = windows();
  for (const step of [0, 60_000, 700_000_000, -900_000_000, 40_000_000_000]) {
    machine += step;
    const window = windows();
    if (!Number.isSafeInteger(window) || window < before) return `window ${window} comes behind ${before}`;
    before = window;
    const now = Math.max(clock() / 1000, BUILT);
    const { inception, expiration } = signatureTimes(window, { expire: 1_209_600, greatestTtl: 86_400 });
    if (step >= 0 && !(isAtOrBefore(inception, now) && isAtOrBefore(now, expiration)))
      return `a signature does not hold when it is made: ${inception} ${now} ${expiration}`;
  }
  return undefined;
}

/** Times of signatures are serial numbers (RFC 4034 §3.1.5). */
function isAtOrBefore(time: number, other: number): boolean {
  return ((other - time) | 0) >= 0;
}
