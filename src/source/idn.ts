import { domainToASCII, domainToUnicode } from "node:url";
import { Fault } from "../../dns/fault.ts";
import { labelsOf, type Name, ROOT } from "../../dns/name.ts";
import { isInstance, WRITTEN_LABEL, whyNoName } from "../../dns/written-name.ts";

/**
 * A name in which labels with characters outside ASCII have become A-labels (RFC 5890 §2.3.2.1); the rest stays as
 * written. Node's own UTS #46 conversion does it (non-transitional, with its checks of joiners and right-to-left
 * text): the browsers' rules, kept current with Unicode, and no further package. That function is made for the hosts
 * of URLs, so it gets one label at a time and only one in which nothing means anything to a URL. What it would
 * silently turn into other letters, such as the ligature in `ﬁx`, is refused instead. So is what is no name at all:
 * quotes of typography would get an A-label. What people call a service stays in UTF-8 (RFC 6763 §4.1.1).
 *
 * @param origin completes a name without a final dot
 */
export function toAscii(name: string, origin: Name = ROOT): string {
  if (/^[\x00-\x7f]*$/.test(name)) return name;
  const fault = whyNoName(name, origin);
  if (fault !== undefined) throw new Fault(fault.message, fault.help, fault.rule);
  const labels = [...(name.match(WRITTEN_LABEL) ?? []), ...labelsOf(origin)];
  let index = 0;
  return name.replace(WRITTEN_LABEL, (label) =>
    isInstance(labels, index++) ? label.normalize("NFC") : labelToAscii(label),
  );
}

function labelToAscii(label: string): string {
  if (/^[\x00-\x7f]*$/.test(label)) return label;
  const plain = label.normalize("NFC").toLowerCase();
  const ascii = /^[a-z0-9_\-\u0080-\u{10ffff}]+$/u.test(plain) ? domainToASCII(plain) : "";
  if (ascii.startsWith("xn--") && domainToUnicode(ascii) === plain) return ascii;
  const joiner = /[\u200c\u200d]/.test(label) ? ": it has a joiner, which cannot be seen" : "";
  throw new Fault(
    `has the label ${JSON.stringify(label)}, which is no internationalized label (RFC 5891)${joiner}`,
    "Write letters, digits and hyphens of one script, or the A-label, which begins with xn--.",
    "idna-invalid",
  );
}

/** A label in lower case that begins with `xn--` is the A-label of something (RFC 5890 §2.3.2.1). */
export function isALabel(label: string): boolean {
  const unicode = domainToUnicode(label);
  // What is none comes back as it is or, from an older Node, as nothing.
  return unicode !== "" && unicode !== label && domainToASCII(unicode) === label;
}
