import { appendSignature, signatureRoom } from "../dns/tsig/append.ts";
import type { TsigKey } from "../dns/tsig/key.ts";
import { compareMac, macOf } from "../dns/tsig/mac.ts";
import { type FoundTsig, findTsig } from "../dns/tsig/record.ts";
import { nameOf } from "./zone-text.ts";

/** A key that tests know. */
export const KEY: TsigKey = {
  name: nameOf("transfer.example."),
  algorithm: "hmac-sha256",
  secret: Buffer.alloc(32, 7),
};

/** Its secret, as programs are told. */
export const KEY_BASE64 = Buffer.from(KEY.secret).toString("base64");

/** When tests sign, in seconds since 1970. */
export const SIGNED_AT = 1_700_000_000;

/** A message, signed as a request. */
export interface SignedMessage {
  readonly octets: Buffer;
  readonly mac: Uint8Array;
}

/** Signs a message as a request; the answer's MAC goes by its own. */
export function signMessage(message: Uint8Array, key = KEY, time = SIGNED_AT): SignedMessage {
  const octets = Buffer.concat([message, Buffer.alloc(signatureRoom(key))]);
  const { length, mac } = appendSignature(key, octets, message.length, time);
  return { octets: octets.subarray(0, length), mac };
}

/** The TSIG record of a message, which has one. */
export function tsigOf(message: Uint8Array): FoundTsig {
  const found = findTsig(message);
  if (found === undefined || found === "malformed") throw new Error(`TSIG is ${found ?? "not there"}`);
  return found;
}

/** What an answer's signature is worth; `prior` is the MAC before it, and it is the first of its answer unless `isNext`. */
export function checkAnswer(
  message: Uint8Array,
  prior: Uint8Array,
  { key = KEY, isNext = false }: { readonly key?: TsigKey; readonly isNext?: boolean } = {},
): "right" | "wrong" | "malformed" {
  const { record, start } = tsigOf(message);
  const additionals = ((message[10]! << 8) | message[11]!) - 1;
  return compareMac(record.mac, macOf(key, message, start, additionals, record, { prior, isNext }));
}
