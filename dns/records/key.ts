import { algorithm } from "../fields/algorithm.ts";
import { optionalBase64 } from "../fields/base64.ts";
import { keyFlags } from "../fields/key-flags.ts";
import { keyProtocol } from "../fields/key-protocol.ts";
import { recordType } from "./record-type.ts";

/** Key, as DNSSEC had it before DNSKEY (RFC 2535 §3); RFC 3445 leaves it for keys of SIG(0) and TKEY. */
export const KEY = recordType({
  type: "KEY",
  code: 25,
  rfc: "RFC 2535 §3",
  about: "A public key, as DNSSEC had it before DNSKEY",
  example: "256 3 5 AQPSKmynfzW4kyBv015MUG2DeIQ3",
  fields: { flags: keyFlags, protocol: keyProtocol, algorithm, public_key: optionalBase64 },
  describe: {
    flags: "What the key is for, a number or mnemonics such as HOST",
    protocol: "3 for DNSSEC",
    algorithm: "Algorithm of the key, for example 5 for RSASHA1",
    public_key: "Public key in Base64; none where the flags say NOKEY",
  },
  obsolete: "DNSKEY took its place (RFC 3755); what is left of KEY is for SIG(0) and TKEY (RFC 3445)",
  check: ({ flags, public_key }) =>
    public_key === "" && (flags & NOKEY) !== NOKEY
      ? {
          field: "public_key",
          readable: true,
          rule: "key-value",
          message: "KEY public_key is missing, and flags do not say that there is none (RFC 2535 §3.1.2)",
          help: "Write the key, or 49152 (NOKEY) as flags.",
        }
      : undefined,
});

const NOKEY = 0xc000; // both bits of the use (RFC 2535 §3.1.2)
