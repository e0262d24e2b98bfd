import { u16 } from "../fields/integer.ts";
import { canonicalName } from "../fields/name.ts";
import { ROOT } from "../name.ts";
import { recordType } from "./record-type.ts";

/** Service: a host and port of a service (RFC 2782). */
export const SRV = recordType({
  type: "SRV",
  code: 33,
  rfc: "RFC 2782",
  about: "A host and port of a service",
  example: "10 5 5060 sip.example.com.",
  fields: { priority: u16, weight: u16, port: u16, target: canonicalName },
  describe: {
    priority: "Lower values are tried first",
    weight: "Share among the same priority",
    port: "Port of the service",
    target: 'Host of the service; "." when there is none',
  },
  additional: "target",
  check: ({ priority, weight, port, target }) =>
    target === ROOT && (priority !== 0 || weight !== 0 || port !== 0)
      ? {
          field: "target",
          readable: true,
          rule: "srv-null-target",
          message: `SRV target is ".", no service, with priority ${priority}, weight ${weight} and port ${port}; expected 0 for each`,
          help: "Write the host of the service, or 0 for priority, weight and port.",
        }
      : undefined,
});
