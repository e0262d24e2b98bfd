import type { Address } from "../address/address.ts";
import { isEveryAddress } from "../address/every-address.ts";

/** Where a server on this machine answers; undefined for a transport that it does not use. */
export interface OwnPorts {
  readonly udp?: Address | undefined;
  readonly tcp?: Address | undefined;
  /** Over TCP with a header of the PROXY protocol before the questions. */
  readonly proxied?: Address | undefined;
}

/** Where to ask a server that listens here: one that listens on every address is asked on the loopback one. */
export function ownAddress({ host, port }: Address): Address {
  const own = host.includes(":") ? "::1" : "127.0.0.1";
  return { host: isEveryAddress(host) ? own : host, port };
}
