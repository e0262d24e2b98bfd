import { u64 } from "../fields/u64.ts";
import { recordType } from "./record-type.ts";

/** Node number of the Bundle Protocol (draft-johnson-dns-ipn-cla-07). */
export const IPN = recordType({
  type: "IPN",
  code: 264,
  rfc: "draft-johnson-dns-ipn-cla-07 §3.1",
  about: "Number of a node of the Bundle Protocol",
  example: "977000",
  fields: { node_number: u64 },
  describe: { node_number: "Number, or its halves as in 1.2" },
});
