import { type Address, type Endpoint, parseAddress, parsePort } from "../address/address.ts";
import type { Environment, UsageError } from "./usage.ts";

/** The flags that say where to answer. */
export interface ListenFlags {
  readonly listen?: string[] | undefined;
  readonly "listen-udp"?: string[] | undefined;
  readonly "listen-tcp"?: string[] | undefined;
}

/** Where to answer: as the flags say, else the environment; nowhere where neither does. */
export function readListen(flags: ListenFlags, environment: Environment): readonly Endpoint[] | UsageError {
  return listenFlags(flags) ?? listenVariables(environment);
}

/** Where to give `/readyz` and `/metrics`: as the flag says, else the environment; undefined where neither does. */
export function readHttp(
  flag: string | undefined,
  environment: Environment,
): Address | UsageError | undefined {
  if (flag !== undefined)
    return parseAddress(flag) ?? { error: `--http is "${flag}"; expected ADDRESS:PORT or [IPv6]:PORT` };
  const { DNS_HTTP_PORT: text, DNS_HTTP_HOST: host = EVERY_ADDRESS } = environment;
  if (text === undefined) return undefined;
  const port = parsePort(text);
  if (port === undefined) return { error: `DNS_HTTP_PORT is "${text}"; expected a number from 0 to 65535` };
  return { host, port };
}

/** What the command line says, undefined where it says nothing. */
function listenFlags(flags: ListenFlags): readonly Endpoint[] | UsageError | undefined {
  const listen: Endpoint[] = [];
  for (const [flag, transport] of LISTEN_FLAGS) {
    for (const text of flags[flag] ?? []) {
      const address = parseAddress(text);
      if (address === undefined)
        return { error: `--${flag} is "${text}"; expected ADDRESS:PORT or [IPv6]:PORT` };
      listen.push({ ...address, transport });
    }
  }
  return listen.length === 0 ? undefined : listen;
}

const LISTEN_FLAGS = [
  ["listen", "both"],
  ["listen-udp", "udp"],
  ["listen-tcp", "tcp"],
] as const;

/**
 * What the environment says, as an image is told: UDP and TCP may want different addresses (on Fly.io they do), and the
 * private network is there on Fly.io only.
 */
function listenVariables(environment: Environment): readonly Endpoint[] | UsageError {
  const { DNS_UDP_HOST, DNS_TCP_HOST, DNS_PORT, FLY_MACHINE_ID } = environment;
  if (DNS_UDP_HOST === undefined && DNS_TCP_HOST === undefined && DNS_PORT === undefined) return [];
  const [udp, tcp] = [DNS_UDP_HOST ?? EVERY_ADDRESS, DNS_TCP_HOST ?? EVERY_ADDRESS];
  if (udp === "" || tcp === "")
    return { error: "DNS_UDP_HOST or DNS_TCP_HOST is empty; expected an address" };
  const port = parsePort(DNS_PORT ?? "53");
  if (port === undefined) return { error: `DNS_PORT is "${DNS_PORT}"; expected a number from 0 to 65535` };
  const listen: Endpoint[] =
    udp === tcp
      ? [{ host: udp, port, transport: "both" }]
      : [
          { host: udp, port, transport: "udp" },
          { host: tcp, port, transport: "tcp" },
        ];
  if (FLY_MACHINE_ID === undefined) return listen;
  return [...listen, { host: "fly-local-6pn", port, transport: "both", isOptional: true }];
}

const EVERY_ADDRESS = "0.0.0.0";
