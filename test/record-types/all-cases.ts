import { ADDRESSES } from "./addresses.ts";
import { DNSSEC } from "./dnssec.ts";
import { KEYS } from "./keys.ts";
import { NAMES } from "./names.ts";
import { SERVICES } from "./services.ts";
import { TEXTS } from "./texts.ts";
import type { TypeCases } from "./type-cases.ts";

/** What the contract tries, by mnemonic. */
export const ALL_CASES: { readonly [mnemonic: string]: TypeCases } = {
  ...ADDRESSES,
  ...DNSSEC,
  ...KEYS,
  ...NAMES,
  ...SERVICES,
  ...TEXTS,
};
