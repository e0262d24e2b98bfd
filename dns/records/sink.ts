import { optionalBase64 } from "../fields/base64.ts";
import { u8 } from "../fields/integer.ts";
import { recordType } from "./record-type.ts";

/** Kitchen sink: anything at all (draft-eastlake-kitchen-sink). */
export const SINK = recordType({
  type: "SINK",
  code: 40,
  rfc: "draft-eastlake-kitchen-sink-02 §2",
  about: "Data in a coding that the record names",
  example: "64 0 1 AAEC",
  fields: { meaning: u8, coding: u8, subcoding: u8, data: optionalBase64 },
  describe: {
    meaning: "What the data mean",
    coding: "How they are coded",
    subcoding: "Details of the coding",
    data: "Data in Base64",
  },
});
