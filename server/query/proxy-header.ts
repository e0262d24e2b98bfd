/**
 * A header of the PROXY protocol, version 2, as it stands before the octets of a connection ("The PROXY protocol", HAProxy, §2.2):
 * more octets are needed; there is none; or there is one of this length.
 */
export type ProxyHeader =
  | { readonly kind: "partial" }
  | { readonly kind: "none" }
  | {
      readonly kind: "header";
      /** Octets, with whatever the proxy tells beside the address. */
      readonly length: number;
      /** LOCAL: the proxy speaks for itself, as it does to look whether we are there. */
      readonly isLocal: boolean;
      /** Who connected to the proxy; undefined where it does not say so, or says something else than IPv4 and IPv6 over TCP. */
      readonly client: { readonly address: Uint8Array; readonly port: number } | undefined;
    };

/** Reads the header at the start of `octets`, of which the first `length` have come. It says "none" as soon as that is certain. */
export function readProxyHeader(octets: Uint8Array, length: number): ProxyHeader {
  for (let at = 0; at < Math.min(length, SIGNATURE.length); at++) {
    if (octets[at] !== SIGNATURE[at]) return { kind: "none" };
  }
  if (length > COMMAND && (octets[COMMAND]! & 0xf0) !== VERSION_2) return { kind: "none" };
  if (length > COMMAND && (octets[COMMAND]! & 0x0f) > PROXY) return { kind: "none" };
  if (length < HEAD) return { kind: "partial" };
  const size = HEAD + ((octets[LENGTH]! << 8) | octets[LENGTH + 1]!);
  if (size > MAX_PROXY_HEADER) return { kind: "none" };
  if (length < size) return { kind: "partial" };
  const isLocal = (octets[COMMAND]! & 0x0f) === LOCAL;
  const family = octets[FAMILY]!;
  const addressLength = isLocal ? 0 : family === TCP_OVER_IPV4 ? 4 : family === TCP_OVER_IPV6 ? 16 : 0;
  if (addressLength === 0) return { kind: "header", length: size, isLocal, client: undefined };
  const portAt = HEAD + 2 * addressLength; // behind the address of the client and that which it connected to
  if (portAt + 4 > size) return { kind: "none" };
  const address = octets.slice(HEAD, HEAD + addressLength);
  const port = (octets[portAt]! << 8) | octets[portAt + 1]!;
  return { kind: "header", length: size, isLocal, client: { address, port } };
}

/** The header of who connects for itself: LOCAL, without addresses. */
export function localProxyHeader(): Uint8Array {
  return Uint8Array.of(...SIGNATURE, VERSION_2 | LOCAL, 0, 0, 0);
}

/** The longest header that is taken, in octets. What proxies tell beside the address, of TLS for example, has some hundreds. */
export const MAX_PROXY_HEADER = 4096;

const SIGNATURE = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];
const COMMAND = 12;
const FAMILY = 13;
const LENGTH = 14;
const HEAD = 16;
const VERSION_2 = 0x20;
const LOCAL = 0;
const PROXY = 1;
const TCP_OVER_IPV4 = 0x11;
const TCP_OVER_IPV6 = 0x21;
