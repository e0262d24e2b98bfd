import type { Field } from "./field.ts";
import { acceptInteger, takeInteger, u8 } from "./integer.ts";

/**
 * Whether a relay may be used without looking for it first: the high bit of the octet that `relayType` shares
 * (RFC 8777 §4.2.2).
 */
export const discoveryOptional: Field<number> = {
  ...u8,
  schema: { type: "integer", minimum: 0, maximum: 1 },
  accept: (yaml) => acceptInteger(yaml, 1),
  parse: (tokens, out) => out.u8(takeInteger(tokens, 1) << 7),
  write: (value, out) => out.u8(value << 7),
  read: (wire) => wire.u8() >>> 7,
};

/**
 * What kind of relay follows: the low seven bits of the octet that `discoveryOptional` began (RFC 8777
 * §4.2.3).
 */
export const relayType: Field<number> = {
  ...u8,
  schema: { type: "integer", minimum: 0, maximum: 127 },
  accept: (yaml) => acceptInteger(yaml, 127),
  parse: (tokens, out) => {
    out.bytes[out.length - 1]! |= takeInteger(tokens, 127);
  },
  write: (value, out) => {
    out.bytes[out.length - 1]! |= value;
  },
  read: (wire) => wire.bytes[wire.at - 1]! & 0x7f,
  extent: 0,
};
