import { algorithm } from "../fields/algorithm.ts";
import { base64Rest } from "../fields/base64.ts";
import { u8, u16 } from "../fields/integer.ts";
import { recordType } from "./record-type.ts";

/** Resource key: a key that encrypts NAPTR records (draft-reid-dnsext-rkey). */
export const RKEY = recordType({
  type: "RKEY",
  code: 57,
  rfc: "draft-reid-dnsext-rkey-00",
  about: "A public key that encrypts NAPTR records",
  example: "0 255 13 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=",
  fields: { flags: u16, protocol: u8, algorithm, public_key: base64Rest },
  describe: {
    flags: "0",
    protocol: "1, or another number",
    algorithm: "Algorithm of the key",
    public_key: "Public key in Base64",
  },
});
