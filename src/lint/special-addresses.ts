import { readIpv4 } from "../../dns/fields/ipv4.ts";
import { readIpv6 } from "../../dns/fields/ipv6.ts";
import { type Octets, octetsOf } from "../../dns/wire.ts";

/** What an address is that is not for everybody on the internet. */
export interface SpecialRange {
  readonly range: string;
  /** What it is for, as in "for private networks". */
  readonly use: string;
  /** It is for texts that explain something (RFC 5737, RFC 3849, RFC 9637). */
  readonly documentation?: true;
}

/** The range of special addresses that an IPv4 address lies in (IANA, "IPv4 Special-Purpose Address Registry"). */
export function specialIpv4(address: Octets): SpecialRange | undefined {
  return find(address, IPV4[address.charCodeAt(0)]);
}

/** The range of special addresses that an IPv6 address lies in (IANA, "IPv6 Special-Purpose Address Registry"). */
export function specialIpv6(address: Octets): SpecialRange | undefined {
  return find(address, IPV6[address.charCodeAt(0)]);
}

/**
 * What an address is that is no unicast address on the internet, to continue `its address is`: of a special range, or of
 * one that leads into such by way of IPv4. Undefined where everybody may reach it.
 */
export function specialUse(address: string): string | undefined {
  const bytes = Buffer.from(address, "utf8");
  const octets = new Uint8Array(16);
  if (readIpv4(bytes, 0, bytes.length, octets, 0)) {
    const ipv4 = octetsOf(octets, 0, 4);
    return useOf(specialIpv4(ipv4) ?? (ipv4.startsWith(RELAYS.starts) ? RELAYS : undefined));
  }
  if (!readIpv6(bytes, 0, bytes.length, octets, 0)) return "none (a name, or one with a zone)";
  const ipv6 = octetsOf(octets, 0, 16);
  const special = specialIpv6(ipv6) ?? BY_IPV4.find(({ starts }) => ipv6.startsWith(starts));
  if (special !== undefined) return useOf(special);
  return (octets[0]! & 0xe0) === 0x20 ? undefined : "not of 2000::/3, where all unicast addresses are";
}

/** An address for texts that explain something, where nobody can answer (RFC 5737 §3, RFC 3849, RFC 9637 §2). */
export function isForDocumentation(address: string): boolean {
  const bytes = Buffer.from(address, "utf8");
  const octets = new Uint8Array(16);
  const special = readIpv4(bytes, 0, bytes.length, octets, 0)
    ? specialIpv4(octetsOf(octets, 0, 4))
    : readIpv6(bytes, 0, bytes.length, octets, 0)
      ? specialIpv6(octetsOf(octets, 0, 16))
      : undefined;
  return special?.documentation === true;
}

function useOf(special: Pick<SpecialRange, "range" | "use"> | undefined): string | undefined {
  return special === undefined ? undefined : `of ${special.range}, ${special.use}`;
}

interface Range extends SpecialRange {
  /** The first octets that all addresses of the range have. */
  readonly whole: Octets;
  /** The octet behind them, and which of its bits count. */
  readonly next: number;
  readonly mask: number;
}

function find(address: Octets, ranges: readonly Range[] | undefined): SpecialRange | undefined {
  return ranges?.find(
    ({ whole, next, mask }) =>
      address.startsWith(whole) && (address.charCodeAt(whole.length) & mask) === next,
  );
}

/** The ranges by the first octet of an address; those with less than eight bits under each octet that fits. */
function byFirstOctet(ranges: readonly Range[]): readonly (readonly Range[] | undefined)[] {
  return Array.from({ length: 256 }, (_, octet) => {
    const first = String.fromCharCode(octet);
    const fitting = ranges.filter(({ whole, next, mask }) =>
      whole === "" ? (octet & mask) === next : whole.startsWith(first),
    );
    return fitting.length === 0 ? undefined : fitting;
  });
}

function range(octets: readonly number[], bits: number, text: string, use: string): Range {
  const count = Math.floor(bits / 8);
  const mask = (0xff00 >> (bits % 8)) & 0xff;
  const whole = String.fromCharCode(...octets.slice(0, count));
  return { range: text, use, whole, next: (octets[count] ?? 0) & mask, mask };
}

/** Ranges whose addresses have others in them: what is asked there may be asked anywhere. */
const BY_IPV4: readonly (Pick<SpecialRange, "range" | "use"> & { readonly starts: Octets })[] = [
  { starts: "\x00\x64\xff\x9b".padEnd(12, "\0"), range: "64:ff9b::/96", use: "for translators to IPv4" },
  { starts: "\x20\x01\x00\x00", range: "2001::/32", use: "for IPv4 by way of Teredo" },
  { starts: "\x20\x01\x00", range: "2001::/23", use: "for protocols" },
  { starts: "\x20\x01\x01", range: "2001::/23", use: "for protocols" },
  { starts: "\x20\x02", range: "2002::/16", use: "for IPv4 by way of 6to4" },
];

const RELAYS = { starts: "\xc0\x58\x63", range: "192.88.99.0/24", use: "for relays of 6to4" };

const EXAMPLES = { use: "for examples in documents", documentation: true } as const;

const IPV4 = byFirstOctet([
  range([0], 8, "0.0.0.0/8", 'for "this network"'),
  range([10], 8, "10.0.0.0/8", "for private networks"),
  range([100, 64], 10, "100.64.0.0/10", "for providers' shared networks"),
  range([127], 8, "127.0.0.0/8", "for the host itself"),
  range([169, 254], 16, "169.254.0.0/16", "for a single link"),
  range([172, 16], 12, "172.16.0.0/12", "for private networks"),
  range([192, 0, 0], 24, "192.0.0.0/24", "for protocols"),
  { ...range([192, 0, 2], 24, "192.0.2.0/24", ""), ...EXAMPLES },
  range([192, 168], 16, "192.168.0.0/16", "for private networks"),
  range([198, 18], 15, "198.18.0.0/15", "for measurements in laboratories"),
  { ...range([198, 51, 100], 24, "198.51.100.0/24", ""), ...EXAMPLES },
  { ...range([203, 0, 113], 24, "203.0.113.0/24", ""), ...EXAMPLES },
  range([224], 4, "224.0.0.0/4", "for multicast"),
  range([240], 4, "240.0.0.0/4", "reserved"),
]);

const ZEROS = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0] as const;

const IPV6 = byFirstOctet([
  range([...ZEROS, 0, 0, 0, 0, 0, 0], 128, "::/128", "no address"),
  range([...ZEROS, 0, 0, 0, 0, 0, 1], 128, "::1/128", "for the host itself"),
  range([...ZEROS, 0xff, 0xff], 96, "::ffff:0:0/96", "for IPv4 addresses inside of programs"),
  range([0, 0x64, 0xff, 0x9b, 0, 1], 48, "64:ff9b:1::/48", "for translators in private networks"),
  range([1, 0, 0, 0, 0, 0, 0, 0], 64, "100::/64", "for what is thrown away"),
  range([0x20, 0x01, 0, 2, 0, 0], 48, "2001:2::/48", "for measurements in laboratories"),
  { ...range([0x20, 0x01, 0x0d, 0xb8], 32, "2001:db8::/32", ""), ...EXAMPLES },
  { ...range([0x3f, 0xff, 0], 20, "3fff::/20", ""), ...EXAMPLES },
  range([0xfc], 7, "fc00::/7", "for private networks"),
  range([0xfe, 0x80], 10, "fe80::/10", "for a single link"),
  range([0xff], 8, "ff00::/8", "for multicast"),
]);
