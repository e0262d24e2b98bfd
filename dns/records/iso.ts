import { descriptor } from "../fields/descriptor.ts";
import { word } from "../fields/word.ts";
import { recordType } from "./record-type.ts";

/**
 * ISO code: a value with a code of an ISO standard (draft-woodcock-faltstrom-external-registry-rrtypes-01 §4,
 * which may still change).
 */
export const ISO = recordType({
  type: "ISO",
  code: 70,
  rfc: "draft-woodcock-faltstrom-external-registry-rrtypes-01 §4",
  about: "A value with a code of an ISO standard, such as a country or currency",
  example: '3166-2 - US-CA "state of incorporation"',
  fields: { standard: word(), value: word("-"), code: word(), descriptor },
  describe: {
    standard: "Number of the standard, for example 3166-2 for subdivisions of countries",
    value: "Number, perhaps with its precision; ? when it is unknown, - for none",
    code: "Code as the list has it",
    descriptor: "What this is about, for people",
  },
});
