import { descriptor } from "../fields/descriptor.ts";
import { word } from "../fields/word.ts";
import { recordType } from "./record-type.ts";

/**
 * UNECE code: a value with a code of a UNECE recommendation
 * (draft-woodcock-faltstrom-external-registry-rrtypes-01 §3, which may still change).
 */
export const UNECE = recordType({
  type: "UNECE",
  code: 69,
  rfc: "draft-woodcock-faltstrom-external-registry-rrtypes-01 §3",
  about: "A value with a code of a UNECE recommendation, such as a unit of measure",
  example: '20 -18 CEL "cold-chain storage temperature"',
  fields: { recommendation: word(), value: word("-"), code: word(), descriptor },
  describe: {
    recommendation: "Number of the recommendation, for example 20 for units of measure",
    value: "Number, perhaps with its precision; ? when it is unknown, - for none",
    code: "Code as the list has it",
    descriptor: "What this is about, for people",
  },
});
