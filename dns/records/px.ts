import { u16 } from "../fields/integer.ts";
import { canonicalName } from "../fields/name.ts";
import { recordType } from "./record-type.ts";

/** X.400 mail mapping: how a mail domain is called in X.400 (RFC 2163 §4). */
export const PX = recordType({
  type: "PX",
  code: 26,
  rfc: "RFC 2163 §4",
  about: "How a mail domain is called in X.400",
  example: "10 example.com. prmd-example.admd-p400.c-it.",
  fields: { preference: u16, map822: canonicalName, mapx400: canonicalName },
  describe: {
    preference: "Lower values are tried first",
    map822: "Mail domain",
    mapx400: "The same domain in X.400",
  },
});
