/** 4 or 6 for the text of an IP address of that version, 0 for any other text. */
export function isIP(text: string): 0 | 4 | 6 {
  if (/^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text)) return 4;
  return groupsOf(text) === undefined ? 0 : 6;
}

/** Addresses that begin as some network does. */
export class BlockList {
  readonly #networks: (readonly [bits: string, prefix: number])[] = [];

  /** `family` is what the text says itself. */
  addSubnet(network: string, prefix: number, _family: "ipv4" | "ipv6"): void {
    this.#networks.push([bitsOf(network), isIP(network) === 4 ? prefix + MAPPED.length : prefix]);
  }

  /** An address of IPv4 is the same as that of IPv6 that it is mapped to (RFC 4291 §2.5.5.2). */
  check(address: string, _family: "ipv4" | "ipv6"): boolean {
    const bits = bitsOf(address);
    return this.#networks.some(([network, prefix]) => bits.startsWith(network.slice(0, prefix)));
  }
}

const MAPPED = `${"0".repeat(80)}${"1".repeat(16)}`;

/** The 128 bits of an address as 0 and 1. */
function bitsOf(address: string): string {
  const bits = (number: number, count: number) => number.toString(2).padStart(count, "0");
  if (isIP(address) === 4)
    return (
      MAPPED +
      address
        .split(".")
        .map((part) => bits(Number(part), 8))
        .join("")
    );
  const groups = groupsOf(address);
  if (groups === undefined) throw new Error(`${JSON.stringify(address)} is no address`);
  return groups.map((group) => bits(group, 16)).join("");
}

/** The eight groups of an IPv6 address; undefined for any other text. */
function groupsOf(text: string): readonly number[] | undefined {
  if (!text.includes(":") || !/^[0-9a-f:.]+$/i.test(text)) return undefined;
  let host: string;
  try {
    host = new URL(`ws://[${text}]`).hostname.slice(1, -1); // in the form of RFC 5952, without dots
  } catch {
    return undefined;
  }
  const [left, right] = host.split("::").map((side) => (side === "" ? [] : side.split(":")));
  const zeros = right === undefined ? [] : Array.from({ length: 8 - left!.length - right.length }, () => "0");
  return [...left!, ...zeros, ...(right ?? [])].map((group) => Number.parseInt(group, 16));
}
