import { u16 } from "../fields/integer.ts";
import { unboundedText } from "../fields/unbounded-text.ts";
import { shown } from "../fields/yaml-text.ts";
import { recordType } from "./record-type.ts";

/** URI: where a service is found, as a URI (RFC 7553 §4). */
export const URI = recordType({
  type: "URI",
  code: 256,
  rfc: "RFC 7553 §4",
  about: "The URI of a service",
  example: '10 1 "https://www.example.com/"',
  fields: { priority: u16, weight: u16, target: unboundedText(1) },
  describe: {
    priority: "Lower values are tried first",
    weight: "Share among the same priority",
    target: "URI of the service",
  },
  check: ({ target }) =>
    /^[a-z][a-z0-9+.-]*:[\x21-\x7e]+$/i.test(target)
      ? undefined
      : {
          field: "target",
          readable: true,
          rule: "uri-target",
          message: `URI target is ${shown(target)}; expected a URI with its scheme (RFC 7553 §4.4)`,
          help: "Write for example https://www.example.com/; other characters than ASCII are percent-encoded.",
        },
});
