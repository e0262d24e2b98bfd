import { atmAddress } from "../fields/atm-address.ts";
import { recordType } from "./record-type.ts";

/** ATM address (ATM Forum AF-DANS-0152.000). */
export const ATMA = recordType({
  type: "ATMA",
  code: 34,
  rfc: "AF-DANS-0152.000 §5",
  about: "An ATM address of this name",
  example: "39246f000e7c9c03120001000100001234567800",
  fields: { address: atmAddress },
  describe: { address: "End system address in hex digits, or + and a telephone number" },
});
