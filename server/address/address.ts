/** An address and a port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where to answer. */
export interface Endpoint extends Address {
  /** "both" is UDP and TCP on one port. */
  readonly transport: "udp" | "tcp" | "both";
  /** A name that may be unknown here; without it, it goes without this endpoint. */
  readonly isOptional?: boolean;
  /** Connections come from proxies, with a header of the PROXY protocol each; for TCP only. */
  readonly isProxied?: boolean;
}

/** An address and port as one writes them. */
export function printAddress({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** An address and port, an IPv6 address in brackets; undefined where the text is none. */
export function parseAddress(text: string): Address | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+(?:%[^\]]+)?)\]|([^:[\]]+)):([0-9]+)$/.exec(text);
  const port = parsePort(match?.[3] ?? "");
  const host = match?.[1] ?? match?.[2];
  return host === undefined || port === undefined ? undefined : { host, port };
}

/** A port, undefined where the text is none. */
export function parsePort(text: string): number | undefined {
  return /^[0-9]{1,5}$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined;
}
