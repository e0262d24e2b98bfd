import { caaTag } from "../fields/caa-tag.ts";
import { withDefault } from "../fields/field.ts";
import { u8 } from "../fields/integer.ts";
import { unboundedText } from "../fields/unbounded-text.ts";
import { shown } from "../fields/yaml-text.ts";
import { trimEndOf } from "../trim-end.ts";
import { type Refusal, recordType } from "./record-type.ts";

/** Certification authority authorization: who may issue certificates for this name (RFC 8659 §4). */
export const CAA = recordType({
  type: "CAA",
  code: 257,
  rfc: "RFC 8659 §4.1",
  about: "Which certification authorities may issue for this name",
  example: '0 issue "ca.example.net"',
  fields: { flags: withDefault(u8, 0), tag: caaTag, value: unboundedText(0) },
  describe: {
    flags: "0, or 128 when an authority that does not know the tag must not issue",
    tag: "issue, issuewild, issuemail, iodef or contactemail",
    value: 'Domain of the authority, ";" for none, or a URL to report to',
  },
  check: ({ flags, tag, value }) => {
    if (flags !== 0 && flags !== CRITICAL) {
      return refusal(
        "flags",
        `CAA flags is ${flags}; expected 0 or 128 (RFC 8659 §4.1)`,
        "Write 0, or 128 for critical.",
      );
    }
    const property = tag.toLowerCase(); // tags match in any case (RFC 8659 §4.1)
    if (property === "iodef" && !/^(?:mailto:[^@\s]+@[^@\s]+|https?:\/\/[^\s]+)$/i.test(value)) {
      return {
        field: "value",
        readable: true,
        rule: "caa-iodef-url",
        message: `CAA value is ${shown(value)} for iodef; expected a URL (RFC 8659 §4.4)`,
        help: "Write for example mailto:security@example.com or https://example.com/report.",
      };
    }
    if (["issue", "issuewild", "issuemail"].includes(property) && !isIssueValue(value)) {
      return refusal(
        "value",
        `CAA value is ${shown(value)} for ${property}; expected a domain, or ";" for nobody (RFC 8659 §4.2)`,
        "Write the authority's domain, and parameters as in ca.example.net; account=1234.",
      );
    }
    return undefined;
  },
});

const CRITICAL = 128; // bit 0 of the flags (RFC 8659 §4.1)

/** `[issuer-domain-name] [";" [parameters]]` (RFC 8659 §4.2; RFC 9495 for issuemail). */
function isIssueValue(value: string): boolean {
  const [domain, ...parameters] = value
    .split(";")
    .map((part) => trimEndOf(part.replace(/^[ \t]+/, ""), " \t"));
  if (domain !== "" && !domain!.split(".").every((label) => LABEL.test(label))) return false;
  if (parameters.length === 1 && parameters[0] === "") return true;
  return parameters.every((parameter) => PARAMETER.test(parameter));
}

const LABEL = /^[0-9A-Za-z]+(?:-+[0-9A-Za-z]+)*$/;
const PARAMETER = /^[0-9A-Za-z]+(?:-+[0-9A-Za-z]+)*[ \t]*=[ \t]*[\x21-\x3a\x3c-\x7e]*$/;

function refusal(field: string, message: string, help: string): Refusal {
  return { field, readable: true, rule: "caa-value", message, help };
}
