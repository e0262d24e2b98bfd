import { strings } from "../fields/strings.ts";
import { recordType } from "./record-type.ts";

/** Convergence layer adapters of the Bundle Protocol (draft-johnson-dns-ipn-cla-07). */
export const CLA = recordType({
  type: "CLA",
  code: 263,
  rfc: "draft-johnson-dns-ipn-cla-07 §3.2",
  about: "How a node of the Bundle Protocol is reached",
  example: '"TCP-V4-V6" "TCP-V6-V7"',
  fields: { adapters: strings },
  describe: { adapters: "Adapters such as TCP-V4-V7" },
});
