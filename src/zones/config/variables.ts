import { Fault } from "../../../dns/fault.ts";
import { ipv4 } from "../../../dns/fields/ipv4.ts";
import { ipv6 } from "../../../dns/fields/ipv6.ts";
import { canonicalName } from "../../../dns/fields/name.ts";
import { toAscii } from "../../source/idn.ts";
import { writing } from "../../source/suggest.ts";
import type { Variable, Variables } from "../../source/variables.ts";
import type { Report } from "../octodns/zone-reading.ts";
import { describe, isNull, positionOf, type Scalar, type YamlNode } from "../yaml/node.ts";
import { problemAt } from "../yaml/problem-at.ts";

/** What a variable may be called. */
const VARIABLE_NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

/**
 * Reads `names: {web: [192.0.2.1, "2001:db8::1"], cdn: cdn.example.net.}`. A variable with something that is refused is
 * left out; what is no text and no list of texts is told by the check of the shape.
 */
export function readVariables(node: YamlNode | undefined, report: Report): Variables {
  const found = new Map<string, Variable>();
  if (node?.kind !== "mapping") return found;
  for (const { key, value } of node.entries) {
    const variable = readVariable(key.text, key, value, report);
    if (!VARIABLE_NAME.test(key.text)) report(noName(key));
    else if (variable !== undefined) found.set(key.text, variable);
  }
  return found;
}

function readVariable(what: string, key: Scalar, value: YamlNode, report: Report): Variable | undefined {
  const at = positionOf(key);
  if (value.kind === "scalar" && !isNull(value) && !isAddress(value)) {
    const name = accept(value, what, report, () => {
      canonicalName.accept(toAscii(value.text));
      return value.text;
    });
    return name === undefined ? undefined : { kind: "name", name, at };
  }
  const items = value.kind === "sequence" ? value.items : [value];
  const addresses: string[] = [];
  for (const item of items) {
    if (item.kind !== "scalar" || isNull(item)) return undefined; // the shape tells of it
    const address = accept(item, what, report, () => acceptAddress(item, what, report));
    if (address === undefined) return undefined;
    addresses.push(address);
  }
  const isIpv6 = (address: string) => address.includes(":");
  return {
    kind: "addresses",
    ipv4: addresses.filter((address) => !isIpv6(address)),
    ipv6: addresses.filter(isIpv6),
    at,
  };
}

function isAddress({ text }: Scalar): boolean {
  return text.includes(":") || /^[0-9.]+$/.test(text);
}

function acceptAddress(item: Scalar, what: string, report: Report): string {
  if (!item.text.includes(":")) return ipv4.accept(item.text);
  const address = ipv6.accept(item.text);
  if (address !== item.text) {
    report(
      problemAt(item, {
        rule: "ipv6-non-canonical",
        severity: "warning",
        message: `names.${what} is not in its canonical form, which is ${address}`,
        help: `Write ${address}.`,
        fix: writing(address),
        source: "RFC 5952 §4",
      }),
    );
  }
  return address;
}

function accept(node: Scalar, what: string, report: Report, read: () => string): string | undefined {
  if (node.text.startsWith("$")) {
    report(
      problemAt(node, {
        rule: "variable-kind",
        message: `names.${what} is ${describe(node)}, another variable; expected addresses, or a name`,
        help: "Write what it stands for.",
      }),
    );
    return undefined;
  }
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const rule = error.rule ?? "config-value";
    report(problemAt(node, { rule, message: `names.${what} ${error.message}`, help: error.help }));
    return undefined;
  }
}

function noName(key: Scalar): ReturnType<typeof problemAt> {
  return problemAt(key, {
    rule: "variable-kind",
    message: `${JSON.stringify(key.text)} cannot be the name of a variable`,
    help: "Begin with a letter, and write letters, digits, dashes and underscores.",
  });
}
