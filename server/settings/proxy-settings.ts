import { type Endpoint, parseAddress, parsePort } from "../address/address.ts";
import { type AddressBlock, parseAddressBlocks } from "../address/address-block.ts";
import type { Environment, UsageError } from "./usage.ts";

/** The flags that say where proxies connect to, and from where. */
export interface ProxyFlags {
  readonly "proxy-listen"?: string[] | undefined;
  readonly "proxy-from"?: string | undefined;
}

/** Where connections come with a header of the PROXY protocol. */
export interface ProxySettings {
  readonly listen: readonly Endpoint[];
  /** Who may connect there; nobody where `listen` is empty. */
  readonly from: readonly AddressBlock[];
}

/**
 * As the flags say, else the environment. A place without senders is an error, and so are senders without a place: whoever writes
 * one half believes that addresses are the clients'.
 */
export function readProxySettings(flags: ProxyFlags, environment: Environment): ProxySettings | UsageError {
  const listen: Endpoint[] = [];
  for (const text of flags["proxy-listen"] ?? []) {
    const address = parseAddress(text);
    if (address === undefined)
      return { error: `--proxy-listen is "${text}"; expected ADDRESS:PORT or [IPv6]:PORT` };
    listen.push({ ...address, transport: "tcp", isProxied: true });
  }
  const { DNS_PROXY_PORT: port, DNS_TCP_HOST: host = EVERY_ADDRESS } = environment;
  if (listen.length === 0 && port !== undefined) {
    const number = parsePort(port);
    if (number === undefined)
      return { error: `DNS_PROXY_PORT is "${port}"; expected a number from 0 to 65535` };
    listen.push({ host, port: number, transport: "tcp", isProxied: true });
  }
  const written = flags["proxy-from"] ?? environment.DNS_PROXY_FROM;
  if (listen.length === 0) {
    if (written === undefined) return { listen, from: [] };
    return {
      error: "--proxy-from or DNS_PROXY_FROM without --proxy-listen or DNS_PROXY_PORT; expected both",
    };
  }
  const text = written ?? (environment.FLY_MACHINE_ID === undefined ? "none" : FLY_PROXY);
  const from = parseAddressBlocks(text);
  if ("wrong" in from) {
    return {
      error: `--proxy-from or DNS_PROXY_FROM has "${from.wrong}"; expected blocks of addresses such as 192.0.2.0/24`,
    };
  }
  if (from.length === 0)
    return { error: "--proxy-listen needs --proxy-from BLOCKS: whose word on the client's address counts" };
  return { listen, from };
}

const EVERY_ADDRESS = "0.0.0.0";
const FLY_PROXY = "172.16.0.0/12"; // from where all TCP comes on Fly.io
