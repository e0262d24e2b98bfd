import { optionalBase64 } from "../fields/base64.ts";
import { GATEWAY_KINDS, gateway } from "../fields/gateway.ts";
import { u8 } from "../fields/integer.ts";
import { recordType } from "./record-type.ts";

/** IPsec key: a public key and the gateway that uses it (RFC 4025 §2). */
export const IPSECKEY = recordType({
  type: "IPSECKEY",
  code: 45,
  rfc: "RFC 4025 §2",
  about: "A public key for IPsec, and the gateway that uses it",
  example: "10 1 2 192.0.2.38 AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==",
  fields: {
    precedence: u8,
    gateway_type: u8,
    algorithm: u8,
    gateway: gateway(0xff),
    public_key: optionalBase64,
  },
  describe: {
    precedence: "Lower values are tried first",
    gateway_type: GATEWAY_KINDS,
    algorithm: "0 for no key, 1 for DSA, 2 for RSA, 3 for ECDSA",
    gateway: 'Gateway as gateway_type says, "." for none',
    public_key: "Public key in Base64; none for algorithm 0",
  },
  check: ({ algorithm, public_key }) =>
    (algorithm === 0) === (public_key === "")
      ? undefined
      : {
          field: "public_key",
          readable: true,
          rule: "ipseckey-value",
          message:
            algorithm === 0
              ? "IPSECKEY has a public_key with algorithm 0, which says that there is none (RFC 4025 §2.4)"
              : `IPSECKEY public_key is missing for algorithm ${algorithm} (RFC 4025 §2.6)`,
          help: "Write the key with its algorithm, or no key with algorithm 0.",
        },
});
