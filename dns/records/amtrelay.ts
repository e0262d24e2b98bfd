import { discoveryOptional, relayType } from "../fields/discovery-optional.ts";
import { GATEWAY_KINDS, gateway } from "../fields/gateway.ts";
import { u8 } from "../fields/integer.ts";
import { recordType } from "./record-type.ts";

/** Automatic multicast tunneling relay (RFC 8777 §4). */
export const AMTRELAY = recordType({
  type: "AMTRELAY",
  code: 260,
  rfc: "RFC 8777 §4",
  about: "A relay that brings multicast of this source",
  example: "10 0 1 203.0.113.15",
  fields: {
    precedence: u8,
    discovery_optional: discoveryOptional,
    relay_type: relayType,
    relay: gateway(0x7f),
  },
  describe: {
    precedence: "Lower values are tried first",
    discovery_optional: "1 when the relay may be used without looking for it, otherwise 0",
    relay_type: GATEWAY_KINDS,
    relay: 'Relay as relay_type says, "." for none',
  },
});
