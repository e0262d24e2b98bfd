import { u16 } from "../fields/integer.ts";
import { name } from "../fields/name.ts";
import { svcParams } from "../fields/svc-params.ts";
import type { Refusal, Values } from "./record-type.ts";

/** The rdata that SVCB and HTTPS share, under octoDNS' names (RFC 9460 §2.2). The target is never compressed. */
export const bindingFields = { svcpriority: u16, targetname: name, svcparams: svcParams };

/** What the fields say. */
export const bindingDescription = {
  svcpriority: "0 makes this an alias; otherwise lower values are tried first",
  targetname: 'Host of the service; "." for this name itself',
  svcparams: "How to reach the service",
};

/** Why the parts of a binding do not fit together. */
export function checkBinding(
  type: "SVCB" | "HTTPS",
  values: Values<typeof bindingFields>,
): Refusal | undefined {
  const { svcpriority, svcparams } = values;
  const keys = Object.keys(svcparams);
  if (svcpriority === 0 && keys.length > 0) {
    return {
      field: "svcparams",
      readable: true,
      rule: "svcb-alias-params",
      message: `${type} svcparams has ${keys.join(", ")} with svcpriority 0, an alias; expected none (RFC 9460 §2.4.2)`,
      help: "Remove the parameters, or write a svcpriority of 1 or more.",
    };
  }
  const absent = svcparams.mandatory?.find((key) => !keys.includes(key));
  if (absent !== undefined) {
    return {
      field: "svcparams",
      rule: "svcb-mandatory",
      message: `${type} mandatory has ${absent}, which the record lacks (RFC 9460 §8)`,
      help: `Add ${absent}, or remove it from mandatory.`,
    };
  }
  if (svcparams["no-default-alpn"] && svcparams.alpn === undefined) {
    return {
      field: "svcparams",
      rule: "svcb-no-default-alpn",
      message: `${type} has no-default-alpn without alpn (RFC 9460 §7.1.1)`,
      help: "Add alpn with the protocols that the service speaks, or remove no-default-alpn.",
    };
  }
  return undefined;
}
