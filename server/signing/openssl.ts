import { hash } from "node:crypto";
import { octetsOf } from "../../dns/wire.ts";
import { type Curve, curveOf, type EcdsaAlgorithm } from "./curves.ts";
import type { LibCrypto } from "./libcrypto.ts";
import { ED25519, type Signer } from "./signer.ts";

/**
 * A key in OpenSSL's hands, from the DER of PKCS#8. Its ECDSA takes the nonce from key and digest (RFC 6979 §3.2), so that
 * the same octets give the same signature; Ed25519 does so by itself. What it holds is outside of JavaScript: it must be
 * closed. Throws where OpenSSL does not take the key.
 */
export function openSslSigner(
  libCrypto: LibCrypto,
  algorithm: EcdsaAlgorithm | typeof ED25519,
  pkcs8: Uint8Array,
): Signer {
  const { call } = libCrypto;
  const memory = new Memory(libCrypto);
  const key = readKey(libCrypto, pkcs8);
  const context = call.EVP_PKEY_CTX_new_from_pkey(null, key, null);
  call.EVP_PKEY_free(key); // the context holds it
  const curve = algorithm === ED25519 ? undefined : curveOf(algorithm);
  const isReady =
    context !== NULL &&
    (curve === undefined
      ? beginMessages(libCrypto, context, memory)
      : call.EVP_PKEY_sign_init_ex(context, memory.parametersOf(curve)) === 1);
  let isOpen = true;
  const close = () => {
    if (isOpen) call.EVP_PKEY_CTX_free(context);
    isOpen = false;
  };
  if (!isReady) {
    close();
    call.ERR_clear_error();
    throw new Error("Cannot sign with a key: OpenSSL does not begin");
  }
  return {
    close,
    sign: (data) => {
      if (!isOpen) throw new Error("Cannot sign with a key that is closed");
      const digest = curve === undefined ? data : hash(curve.hash, data, "buffer");
      const length = memory.sign(context, digest);
      if (length === undefined) {
        call.ERR_clear_error();
        throw new Error("Cannot sign with a key: OpenSSL refuses");
      }
      if (curve === undefined) return octetsOf(memory.signature, 0, length);
      return octetsOf(memory.fixed, 0, fixDer(memory.signature, memory.fixed, curve.size));
    },
  };
}

const NULL = 0n;

/** A key, which is to be freed. The DER is wiped where it stood for OpenSSL. */
function readKey({ call, addressOf }: LibCrypto, pkcs8: Uint8Array): bigint {
  const copy = new Uint8Array(new ArrayBuffer(pkcs8.length));
  copy.set(pkcs8);
  const start = addressOf(copy.buffer);
  const place = new BigUint64Array(new ArrayBuffer(8));
  place[0] = start;
  const key = call.d2i_AutoPrivateKey(null, addressOf(place.buffer), BigInt(copy.length));
  copy.fill(0);
  if (key === NULL) {
    call.ERR_clear_error();
    throw new Error("Cannot read a private key: OpenSSL knows no key in it");
  }
  return key;
}

/** Ed25519 signs messages, not digests (RFC 8032 §5.1.6), so the way of signing has to be named. */
function beginMessages({ call }: LibCrypto, context: bigint, memory: Memory): boolean {
  const way = call.EVP_SIGNATURE_fetch(null, memory.text("ED25519"), null);
  if (way === NULL) return false;
  const result = call.EVP_PKEY_sign_message_init(context, way, null);
  call.EVP_SIGNATURE_free(way); // the context holds it
  return result === 1;
}

/** Buffers whose addresses OpenSSL is given. They never move, and live as long as the signer. */
class Memory {
  readonly signature = Buffer.from(new ArrayBuffer(MOST_SIGNATURE));
  readonly fixed = Buffer.from(new ArrayBuffer(MOST_SIGNATURE));
  readonly #libCrypto: LibCrypto;
  readonly #signatureAt: bigint;
  readonly #length = new BigUint64Array(new ArrayBuffer(8));
  readonly #lengthAt: bigint;
  #data = new Uint8Array(0);
  #dataAt = NULL;
  readonly #kept: ArrayBuffer[] = [];

  constructor(libCrypto: LibCrypto) {
    this.#libCrypto = libCrypto;
    this.#signatureAt = libCrypto.addressOf(this.signature.buffer);
    this.#lengthAt = libCrypto.addressOf(this.#length.buffer);
  }

  /** Puts a signature into `signature`, and gives its length; undefined where OpenSSL gives none. */
  sign(context: bigint, data: Uint8Array): number | undefined {
    if (data.length > this.#data.length) {
      const buffer = new ArrayBuffer(2 * data.length);
      this.#data = new Uint8Array(buffer);
      this.#dataAt = this.#libCrypto.addressOf(buffer);
    }
    this.#data.set(data);
    this.#length[0] = BigInt(MOST_SIGNATURE);
    const { call } = this.#libCrypto;
    const size = BigInt(data.length);
    if (call.EVP_PKEY_sign(context, this.#signatureAt, this.#lengthAt, this.#dataAt, size) !== 1)
      return undefined;
    return Number(this.#length[0]);
  }

  /** The `OSSL_PARAM`s that choose a digest, and the nonce of RFC 6979. */
  parametersOf({ digest }: Curve): bigint {
    const one = new ArrayBuffer(4);
    new Uint32Array(one)[0] = 1;
    const words = [
      ...[this.text("digest"), UTF8_STRING, this.text(digest), BigInt(digest.length), UNMODIFIED],
      ...[this.text("nonce-type"), UNSIGNED_INTEGER, this.#keep(one), 4n, UNMODIFIED],
      ...[NULL, NULL, NULL, NULL, NULL],
    ];
    const list = new ArrayBuffer(8 * words.length);
    new BigUint64Array(list).set(words);
    return this.#keep(list);
  }

  /** A string that ends with a NUL. */
  text(text: string): bigint {
    const buffer = new ArrayBuffer(text.length + 1);
    Buffer.from(buffer).write(text, "latin1");
    return this.#keep(buffer);
  }

  #keep(buffer: ArrayBuffer): bigint {
    this.#kept.push(buffer);
    return this.#libCrypto.addressOf(buffer);
  }
}

/** Octets: the greatest is that of P-384 in DER. */
const MOST_SIGNATURE = 128;

/** Of `OSSL_PARAM` (openssl/core.h): kinds of values, and what stands for "nobody has written here". */
const UNSIGNED_INTEGER = 2n;
const UTF8_STRING = 4n;
const UNMODIFIED = 0xffff_ffff_ffff_ffffn;

/** From DER, a sequence of two integers, to both with a fixed size, one after the other (RFC 6605 §4). Gives their length. */
function fixDer(der: Uint8Array, out: Uint8Array, size: number): number {
  out.fill(0, 0, 2 * size);
  let at = 2;
  for (let end = size; end <= 2 * size; end += size) {
    const length = der[at + 1]!;
    at += 2;
    const zeros = Math.max(0, length - size); // one, in front of a first bit that is no sign
    out.set(der.subarray(at + zeros, at + length), end - (length - zeros));
    at += length;
  }
  return 2 * size;
}
