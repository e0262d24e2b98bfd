import { appendSignature, appendTsig, signatureRoom } from "../../dns/tsig/append.ts";
import { BADTIME } from "../../dns/tsig/errors.ts";
import type { TsigKey } from "../../dns/tsig/key.ts";
import type { TsigRecord } from "../../dns/tsig/record.ts";
import type { MessageSigner } from "./message-signer.ts";

/**
 * Signs an answer, of one message or of many, to a request with this MAC. Every message is signed, which is more than a
 * client may ask for (RFC 8945 §5.3.1). `now` gives milliseconds since 1970.
 */
export function answerSigner(key: TsigKey, requestMac: Uint8Array, now: () => number): MessageSigner {
  let prior = requestMac;
  let isNext = false;
  return {
    room: signatureRoom(key),
    sign: (message, length) => {
      const seconds = Math.floor(now() / 1000);
      const signed = appendSignature(key, message, length, seconds, { prior, isNext });
      prior = signed.mac;
      isNext = true;
      return signed.length;
    },
  };
}

/**
 * Says BADTIME, signed, with the time of the request and the server's own, in seconds, as other data: so the client
 * knows by how much it is wrong (RFC 8945 §5.2.3).
 */
export function clockErrorSigner(key: TsigKey, request: TsigRecord, seconds: number): MessageSigner {
  const other = new Uint8Array(6);
  new DataView(other.buffer).setUint16(0, Math.floor(seconds / 2 ** 32));
  new DataView(other.buffer).setUint32(2, seconds % 2 ** 32);
  return {
    room: signatureRoom(key),
    sign: (message, length) => {
      const context = { prior: request.mac };
      const wrong = { error: BADTIME, other };
      return appendSignature(key, message, length, request.time, context, wrong).length;
    },
  };
}

/** Says BADKEY or BADSIG, which cannot be signed, with the times of the request (RFC 8945 §5.3.2). */
export function unsignedError(request: TsigRecord, error: number): MessageSigner {
  const record = { ...request, error, mac: NOTHING, other: NOTHING };
  return {
    room: request.key.length + request.algorithm.length + UNSIGNED,
    sign: (message, length) => appendTsig(record, message, length),
  };
}

const NOTHING = new Uint8Array(0);
/** Octets of a record without MAC and other data, and without its names. */
const UNSIGNED = 26;
