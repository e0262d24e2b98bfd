import { isIP } from "node:net";
import { shown } from "../../dns/fields/yaml-text.ts";
import type { Octets } from "../../dns/wire.ts";

/** A sender policy as its record says it, term by term. */
export type SpfTerm =
  | { readonly kind: "all"; readonly qualifier: Qualifier }
  | { readonly kind: "ip4" | "ip6"; readonly qualifier: Qualifier }
  /** Without a domain `a`, `mx` and `ptr` are about the policy's own. */
  | {
      readonly kind: "include" | "a" | "mx" | "ptr" | "exists";
      readonly qualifier: Qualifier;
      readonly domain?: string;
    }
  | { readonly kind: "redirect" | "exp"; readonly domain: string }
  /** A modifier that this version does not have; it is passed over (RFC 7208 §6). */
  | { readonly kind: "unknown"; readonly name: string };

type Qualifier = "+" | "-" | "?" | "~";

/** Why a term is none: what is wrong with it, to continue `SPF term "…"`, and how to mend it. */
export interface SpfFault {
  readonly term: string;
  readonly message: string;
  readonly help: string;
}

/** The text is a policy: it begins with the version and a space, or is the version alone (RFC 7208 §4.5). */
export function isSpf(text: Octets): boolean {
  return /^v=spf1(?: |$)/i.test(text);
}

/** Reads a policy by the grammar of RFC 7208 §12; its text is one as `isSpf` says. */
export function parseSpf(text: Octets): readonly SpfTerm[] | SpfFault {
  const terms: SpfTerm[] = [];
  for (const word of text.slice("v=spf1".length).split(" ")) {
    if (word === "") continue;
    const term = parseTerm(word);
    if ("message" in term) return { term: word, ...term };
    const isRepeated = terms.some(({ kind }) => kind === term.kind);
    if ((term.kind === "redirect" || term.kind === "exp") && isRepeated) {
      return { term: word, message: "comes twice; expected it once", help: "Keep one of them." };
    }
    terms.push(term);
  }
  return terms;
}

type Fault = Omit<SpfFault, "term">;

function parseTerm(word: string): SpfTerm | Fault {
  // Modifiers have their = before any : or / (RFC 7208 §4.6.1).
  const modifier = /^([A-Za-z][\w.-]*)=(.*)$/s.exec(word);
  if (modifier !== null) return parseModifier(modifier[1]!, modifier[2]!);
  const [, sign, name, rest] = /^([+?~-]?)([A-Za-z0-9]*)(.*)$/s.exec(word)!; // every part may be empty
  const qualifier = (sign === "" ? "+" : sign) as Qualifier; // one of the four by the pattern
  switch (name!.toLowerCase()) {
    case "all":
      return rest === ""
        ? { kind: "all", qualifier }
        : fault(`has ${shown(rest)} behind it`, "Write it alone, as in -all.");
    case "include":
    case "exists":
      return parseNeeded(name!.toLowerCase() as "include" | "exists", qualifier, rest!); // by the case labels
    case "a":
    case "mx":
      return parseHosts(name!.toLowerCase() as "a" | "mx", qualifier, rest!); // likewise
    case "ptr":
      return parsePtr(qualifier, rest!);
    case "ip4":
      return parseIp4(qualifier, rest!);
    case "ip6":
      return parseIp6(qualifier, rest!);
    default:
      return fault(
        "is no mechanism; expected all, include, a, mx, ptr, ip4, ip6 or exists",
        "Check its spelling. An address stands behind ip4: or ip6:, a host behind a:.",
      );
  }
}

function parseModifier(name: string, value: string): SpfTerm | Fault {
  const kind = name.toLowerCase();
  if (kind === "redirect" || kind === "exp") {
    return isDomainSpec(value) ? { kind, domain: value } : noDomain(value);
  }
  return MACRO_STRING.test(value)
    ? { kind: "unknown", name }
    : fault("has a broken macro", "Write a percent sign as %%.");
}

function parseNeeded(kind: "include" | "exists", qualifier: Qualifier, rest: string): SpfTerm | Fault {
  if (!rest.startsWith(":")) return fault("names no domain", `Write ${kind}: and a domain.`);
  const domain = rest.slice(1);
  return isDomainSpec(domain) ? { kind, qualifier, domain } : noDomain(domain);
}

function parseHosts(kind: "a" | "mx", qualifier: Qualifier, rest: string): SpfTerm | Fault {
  const match = /^(?::(.*?))?(?:\/([0-9]+))?(?:\/\/([0-9]+))?$/s.exec(rest);
  if (match === null) return rest.startsWith("/") ? noLength() : noDomain(rest);
  const [, domain, four, six] = match;
  if (!isLength(four, 32) || !isLength(six, 128)) return noLength();
  if (domain === undefined) return { kind, qualifier };
  return isDomainSpec(domain) ? { kind, qualifier, domain } : noDomain(domain);
}

function parsePtr(qualifier: Qualifier, rest: string): SpfTerm | Fault {
  if (rest === "") return { kind: "ptr", qualifier };
  const domain = rest.slice(1);
  return rest.startsWith(":") && isDomainSpec(domain) ? { kind: "ptr", qualifier, domain } : noDomain(domain);
}

function parseIp4(qualifier: Qualifier, rest: string): SpfTerm | Fault {
  const [, address, length] = /^:([^/]*)(?:\/(.*))?$/s.exec(rest) ?? [];
  if (address === undefined || isIP(address) !== 4) {
    return fault("has no IPv4 address", "Write for example ip4:192.0.2.0/24.");
  }
  return isLength(length, 32) ? { kind: "ip4", qualifier } : noLength();
}

function parseIp6(qualifier: Qualifier, rest: string): SpfTerm | Fault {
  const [, address, length] = /^:([^/]*)(?:\/(.*))?$/s.exec(rest) ?? [];
  if (address === undefined || isIP(address) !== 6 || address.includes("%")) {
    return fault("has no IPv6 address", "Write for example ip6:2001:db8::/32.");
  }
  return isLength(length, 128) ? { kind: "ip6", qualifier } : noLength();
}

/** A prefix length without leading zeros, or none. */
function isLength(text: string | undefined, most: number): boolean {
  return text === undefined || (/^(?:0|[1-9][0-9]{0,2})$/.test(text) && Number(text) <= most);
}

const MACRO_STRING = /^(?:%\{[slodiphcrtv][0-9]*r?[.+,/_=-]*\}|%%|%_|%-|[\x21-\x24\x26-\x7e])*$/i;
const MACRO_END = /(?:%\{[slodiphcrtv][0-9]*r?[.+,/_=-]*\}|%%|%_|%-)$/i;

/** Ends with a dot and a top-level label, or with a macro. */
function isDomainSpec(text: string): boolean {
  if (!MACRO_STRING.test(text)) return false;
  if (MACRO_END.test(text)) return true;
  const labels = (text.endsWith(".") ? text.slice(0, -1) : text).split(".");
  return labels.length > 1 && isTopLabel(labels.at(-1)!);
}

/** Letters, digits and hyphens inside, and not digits alone (RFC 7208 §7.1). */
function isTopLabel(label: string): boolean {
  return /^[0-9a-z](?:[0-9a-z-]*[0-9a-z])?$/i.test(label) && !/^[0-9]+$/.test(label);
}

function noDomain(text: string): Fault {
  return fault(
    `names ${text === "" ? "no domain" : shown(text)}; expected a domain`,
    "Write the whole name, as in include:_spf.example.net.",
  );
}

function noLength(): Fault {
  return fault(
    "has no such prefix length; expected /0 to /32 for IPv4, /0 to /128 for IPv6",
    "Write for example a/24, or a/24//64 for both.",
  );
}

function fault(message: string, help: string): Fault {
  return { message, help };
}
