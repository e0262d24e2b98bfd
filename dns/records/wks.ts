import { ipv4 } from "../fields/ipv4.ts";
import { ports } from "../fields/ports.ts";
import { protocol } from "../fields/protocol.ts";
import { recordType } from "./record-type.ts";

/** Well-known services: the ports on which an address serves (RFC 1035 §3.4.2). */
export const WKS = recordType({
  type: "WKS",
  code: 11,
  rfc: "RFC 1035 §3.4.2",
  about: "The ports of one protocol on which an address serves",
  example: "192.0.2.1 6 25 80",
  fields: { address: ipv4, protocol, services: ports },
  describe: {
    address: "IPv4 address of the host",
    protocol: "IP protocol, 6 for TCP and 17 for UDP",
    services: "Ports, or names of well-known services",
  },
  obsolete: "Nobody may rely on it (RFC 1123 §2.2, RFC 1912 §2.6.1); SRV says where a service is",
});
