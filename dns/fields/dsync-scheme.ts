import type { Field } from "./field.ts";
import { mnemonic } from "./mnemonic.ts";

const number = mnemonic(1, { NOTIFY: 1 });

/** How a DSYNC endpoint is told: one octet, printed as its mnemonic where it has one (RFC 9859 §2.2). */
export const dsyncScheme: Field<number> = {
  ...number,
  yaml: (scheme) => (scheme === NOTIFY ? "NOTIFY" : scheme),
  print: (scheme) => (scheme === NOTIFY ? "NOTIFY" : String(scheme)),
};

const NOTIFY = 1;
