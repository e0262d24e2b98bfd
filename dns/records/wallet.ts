import { strings } from "../fields/strings.ts";
import { recordType } from "./record-type.ts";

/** Public wallet address (IANA, template of 2024). */
export const WALLET = recordType({
  type: "WALLET",
  code: 262,
  rfc: "IANA template WALLET (2024)",
  about: "Address of a wallet of a cryptocurrency",
  example: '"BTC" "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2"',
  fields: { wallet: strings },
  describe: { wallet: "Currency and address" },
});
