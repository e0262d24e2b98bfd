import { ADDRESSES } from "./addresses.ts";
import { DNSSEC } from "./dnssec.ts";
import { IDENTITIES } from "./identities.ts";
import { KEYS } from "./keys.ts";
import { MAIL } from "./mail.ts";
import { NAMES } from "./names.ts";
import { NETWORKS } from "./networks.ts";
import { OLD_DNSSEC } from "./old-dnssec.ts";
import { SERVICES } from "./services.ts";
import { TEXTS } from "./texts.ts";
import type { TypeCases } from "./type-cases.ts";

/** What the contract tries, by mnemonic. */
export const ALL_CASES: { readonly [mnemonic: string]: TypeCases } = {
  ...ADDRESSES,
  ...DNSSEC,
  ...IDENTITIES,
  ...KEYS,
  ...MAIL,
  ...NAMES,
  ...NETWORKS,
  ...OLD_DNSSEC,
  ...SERVICES,
  ...TEXTS,
};
