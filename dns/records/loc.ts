import { location } from "../fields/location.ts";
import { recordType } from "./record-type.ts";

/** Location: where on Earth a host is (RFC 1876). */
export const LOC = recordType({
  type: "LOC",
  code: 29,
  rfc: "RFC 1876 §2",
  about: "Where on Earth a host is",
  example: "52 22 23.000 N 4 53 32.000 E -2.00m 1m 10000m 10m",
  fields: { location },
  describe: { location: "Place and its precision; lengths in metres" },
});
