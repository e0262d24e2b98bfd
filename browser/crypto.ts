import { hmac } from "@noble/hashes/hmac.js";
import { sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import { Buffer, type Encoding } from "./buffer.ts";

/** What `createHash` and `createHmac` give: octets go in, and once the digest comes out. */
export interface Digester {
  readonly update: (data: string | Uint8Array, encoding?: Encoding) => Digester;
  readonly digest: { (): Buffer; (encoding: Encoding): string };
}

/** A hash function by the name that Node has for it. Browsers have them as promises only, and `dns/` waits for nobody. */
export function createHash(name: string): Digester {
  return digester(hashNamed(name).create());
}

/** HMAC with that hash function (RFC 2104). */
export function createHmac(name: string, key: Uint8Array): Digester {
  return digester(hmac.create(hashNamed(name), key));
}

/** The digest of one value. */
export function hash(
  name: string,
  data: string | Uint8Array,
  encoding: Encoding | "buffer" = "hex",
): string | Buffer {
  const digest = createHash(name).update(data).digest();
  return encoding === "buffer" ? digest : digest.toString(encoding);
}

/** Equal, in a time that does not tell where they differ. An error for different lengths, as Node has it. */
export function timingSafeEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) throw new RangeError("Cannot compare octets of different lengths");
  let differ = 0;
  for (let at = 0; at < a.length; at++) differ |= a[at]! ^ b[at]!;
  return differ === 0;
}

const HASHES = { sha1, sha256, sha384, sha512 };

function hashNamed(name: string) {
  const known = Object.entries(HASHES).find(([each]) => each === name);
  if (known === undefined) throw new Error(`Cannot hash with ${name}: there is no such function here`);
  return known[1];
}

/** What @noble/hashes has of a hash in the making. */
interface Making {
  readonly update: (data: Uint8Array) => unknown;
  readonly digest: () => Uint8Array;
}

function digester(making: Making): Digester {
  const self: Digester = {
    update: (data, encoding = "utf8") => {
      making.update(typeof data === "string" ? Buffer.from(data, encoding) : plain(data));
      return self;
    },
    digest: ((encoding?: Encoding) => {
      const octets = Buffer.from(making.digest());
      return encoding === undefined ? octets : octets.toString(encoding);
    }) as Digester["digest"], // with an encoding it is text
  };
  return self;
}

/** The same octets as a plain Uint8Array. */
function plain({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}

/** A public key of RSA as far as its size: what the rules ask of it. An error for octets that are none in this form. */
export function createPublicKey({
  key,
  type,
}: {
  readonly key: Uint8Array;
  readonly type: "spki" | "pkcs1";
}): {
  readonly asymmetricKeyDetails: { readonly modulusLength: number };
} {
  const whole = read(key, 0, SEQUENCE);
  if (type === "pkcs1") return { asymmetricKeyDetails: { modulusLength: modulusBits(key, whole) } };
  const algorithm = read(key, whole.start, SEQUENCE);
  const id = read(key, algorithm.start, OBJECT_ID);
  if (Buffer.from(key.subarray(id.start, id.end)).toString("hex") !== RSA)
    throw new Error("This is no key of RSA");
  const bits = read(key, algorithm.end, BIT_STRING);
  const inner = read(key, bits.start + 1, SEQUENCE); // behind the count of unused bits
  return { asymmetricKeyDetails: { modulusLength: modulusBits(key, inner) } };
}

/** Signatures are checked where there is Node. */
export function verify(): never {
  throw new Error("Cannot check a signature here");
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const OBJECT_ID = 0x06;
const BIT_STRING = 0x03;
const RSA = "2a864886f70d010101"; // rsaEncryption (RFC 8017 Appendix A)

interface Span {
  readonly start: number;
  readonly end: number;
}

/** What is in the element of DER at `at`. */
function read(octets: Uint8Array, at: number, tag: number): Span {
  if (octets[at] !== tag) throw new Error("This is no public key");
  const first = octets[at + 1] ?? 0;
  const more = first < 0x80 ? 0 : first & 0x7f;
  let length = first < 0x80 ? first : 0;
  for (let each = 0; each < more; each++) length = length * 256 + (octets[at + 2 + each] ?? 0);
  const start = at + 2 + more;
  if (start + length > octets.length) throw new Error("This is no whole public key");
  return { start, end: start + length };
}

function modulusBits(octets: Uint8Array, { start }: Span): number {
  const modulus = read(octets, start, INTEGER);
  let from = modulus.start;
  while (from < modulus.end && octets[from] === 0) from += 1;
  return from === modulus.end ? 0 : 8 * (modulus.end - from - 1) + (32 - Math.clz32(octets[from]!));
}
