import { word } from "../fields/word.ts";
import { shown } from "../fields/yaml-text.ts";
import { recordType } from "./record-type.ts";

/** Geographical position, which LOC replaced (RFC 1712 §3). */
export const GPOS = recordType({
  type: "GPOS",
  code: 27,
  rfc: "RFC 1712 §3",
  about: "Where on Earth this is, before there was LOC",
  example: "-32.6882 116.8652 10.0",
  fields: { longitude: word(), latitude: word(), altitude: word() },
  describe: {
    longitude: "Degrees, east positive",
    latitude: "Degrees, north positive",
    altitude: "Metres",
  },
  obsolete: "LOC took its place (RFC 1876)",
  check: (values) => {
    for (const field of ["longitude", "latitude", "altitude"] as const) {
      if (/^[-+]?[0-9]+(?:\.[0-9]*)?$/.test(values[field])) continue;
      return {
        field,
        readable: true,
        rule: "gpos-value",
        message: `GPOS ${field} is ${shown(values[field])}; expected a decimal number (RFC 1712 §3)`,
        help: "Write for example -32.6882.",
      };
    }
    return undefined;
  },
});
