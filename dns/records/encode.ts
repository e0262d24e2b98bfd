import type { Octets } from "../wire.ts";
import { type Rdata, recordTypeNamed, type UnknownRdata } from "./index.ts";

/**
 * Values to rdata in uncompressed wire form: what `decode` reads back. The values are taken as they are; the type's
 * `check` knows which fit together.
 *
 * @throws an Error for a mnemonic that the table does not have
 */
export function encode(rdata: Rdata | UnknownRdata): Octets {
  const { type, ...values } = rdata;
  const known = recordTypeNamed(type);
  if (known !== undefined) return known.write(values);
  if ("data" in values && /^TYPE\d+$/.test(type)) return values.data as Octets; // octets as they came (RFC 3597 §5)
  throw new Error(`Cannot encode ${type}: there is no such record type`);
}
