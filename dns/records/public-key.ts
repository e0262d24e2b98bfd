import { algorithm } from "../fields/algorithm.ts";
import { base64Rest } from "../fields/base64.ts";
import { u8, u16 } from "../fields/integer.ts";
import type { Refusal, Values } from "./record-type.ts";

/** The rdata that DNSKEY and CDNSKEY share (RFC 4034 §2.1, RFC 7344 §3.2). */
export const keyFields = { flags: u16, protocol: u8, algorithm, public_key: base64Rest };

/** What the fields say. */
export const keyDescription = {
  flags: "256 for a zone key, 257 for a key with the SEP flag",
  protocol: "Always 3",
  algorithm: "DNSSEC algorithm, for example 13 for ECDSAP256SHA256",
  public_key: "Public key in Base64",
};

/** Why a key does not fit together. Algorithm 0 is only for the CDNSKEY that asks the parent to remove its DS. */
export function checkKey(type: "DNSKEY" | "CDNSKEY", key: Values<typeof keyFields>): Refusal | undefined {
  if (key.protocol !== 3) {
    return {
      field: "protocol",
      readable: true,
      rule: "dnskey-value",
      message: `${type} protocol is ${key.protocol}; expected 3 (RFC 4034 §2.1.2)`,
      help: "Write 3.",
    };
  }
  const removes = type === "CDNSKEY" && key.flags === 0 && key.public_key === "\0";
  if (key.algorithm === 0 && !removes) {
    return {
      field: "algorithm",
      readable: true,
      rule: "dnskey-value",
      message: `${type} algorithm is 0, which only the CDNSKEY "0 3 0 AA==" has (RFC 8078 §4)`,
      help: "Write the algorithm of the key, for example 13.",
    };
  }
  return undefined;
}
