import { u16 } from "../fields/integer.ts";
import { compressibleName } from "../fields/name.ts";
import { ROOT } from "../name.ts";
import { recordType } from "./record-type.ts";

/** Mail exchange: a host that takes mail for this name (RFC 1035 §3.3.9). */
export const MX = recordType({
  type: "MX",
  code: 15,
  rfc: "RFC 1035 §3.3.9",
  about: "A host that takes mail for this name",
  example: "10 mail.example.com.",
  fields: { preference: u16, exchange: compressibleName },
  describe: {
    preference: "Lower values are tried first",
    exchange: 'Host that takes the mail; "." when the name takes none',
  },
  additional: "exchange",
  aliases: { priority: "preference", value: "exchange" },
  check: ({ preference, exchange }) =>
    exchange === ROOT && preference !== 0
      ? {
          field: "preference",
          readable: true,
          rule: "null-mx-pref",
          message: `MX preference is ${preference} for the null MX "."; expected 0 (RFC 7505 §3)`,
          help: "Write `preference: 0`.",
        }
      : undefined,
});
