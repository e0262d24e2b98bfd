import { parseArgs } from "node:util";
import { type AddressBlock, parseAddressBlocks } from "./address-block.ts";
import { COOKIE_SECRETS, readCookieSettings } from "./cookie-settings.ts";
import type { CookieSettings } from "./cookies.ts";
import type { Account } from "./privileges.ts";

/** What the server is told at its start. */
export interface Settings {
  readonly listen: readonly Endpoint[];
  /** How UDP is moved: by libc in batches, by node:dgram, or by whichever is best here. */
  readonly udp: "auto" | "batch" | "portable";
  /** Threads that answer over UDP; undefined for one on each processor. */
  readonly udpThreads: number | undefined;
  /** Whom the process becomes when its sockets are open. */
  readonly account: Account | undefined;
  /** A folder of `<origin>.zone` files, or a JSON file that maps origins to zone files. */
  readonly zones: string;
  /** Load the zones again when their files change; SIGHUP does so in any case. */
  readonly watch: boolean;
  /** Load, verify, say what there is, and stop. */
  readonly check: boolean;
  /** What NSID and `id.server` tell. */
  readonly server: string;
  /** What `version.bind` tells. */
  readonly version: string;
  readonly tcp: TcpLimits;
  /** Where `/readyz` and `/metrics` are; undefined for nowhere. */
  readonly http: Address | undefined;
  /** For how many milliseconds UDP is answered after SIGTERM. */
  readonly drain: number;
  /** Without them COOKIE is an option that we do not know. */
  readonly cookies?: CookieSettings;
}

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
}

/** Bounds on TCP (RFC 9210 §4.2 to §4.4). */
export interface TcpLimits {
  /** Connections at a time; the one that has been idle longest makes room for a new one. */
  readonly connections: number;
  /** Of those from one address, or from one IPv6 network of 64 bits, where the address is the client's. */
  readonly perAddress: number;
  /** From here come proxies, with the connections of anybody: for those only the limits on all of them hold. */
  readonly proxies: readonly AddressBlock[];
  /** Milliseconds after which a connection without a query is closed. */
  readonly idle: number;
  /** Octets of questions and answers that all connections may hold together. */
  readonly memory: number;
}

/** Shown for `--help` and after a usage error. */
export const USAGE = `Usage: node server/main.ts --listen ADDRESS:PORT [--listen …] --zones PATH [--check]
       node server/main.ts self-check [--help]

Serves the zones in PATH with authority, over UDP and TCP.

  --listen ADDRESS:PORT      where to answer; an IPv6 address in brackets: [::1]:53; 0.0.0.0 and [::] are all of the host's
  --listen-udp ADDRESS:PORT  the same, over UDP only
  --listen-tcp ADDRESS:PORT  the same, over TCP only
  --zones PATH               a folder of <origin>.zone files, or a JSON file {"example.com.": "path", …}
  --watch                    load the zones again when their files change, as SIGHUP does
  --check                    load and verify the zones, print a summary and stop
  --user NAME, --group NAME  whom to become when the sockets are open (both or neither)
  --udp batch|portable|auto  by recvmmsg and sendmmsg, by node:dgram, or by the better of what works (default auto);
                             portable may answer from another address than was asked where --listen is 0.0.0.0 or [::]
  --udp-threads N            threads that answer over UDP (default: one for each processor)
  --server-id TEXT           what NSID and id.server tell (default: FLY_REGION/FLY_MACHINE_ID, else the host's name)
  --version-id TEXT          what version.bind tells (default: ZONEPIPE_VERSION, else "zonepipe")
  --tcp-connections N        TCP connections at a time (default 1000)
  --tcp-per-address N        of those from one IPv4 address or IPv6 /64 (default 100)
  --tcp-proxies BLOCKS       where proxies connect from, which --tcp-per-address does not count: "192.0.2.0/24,2001:db8::1",
                             or none (default: on Fly.io 172.16.0.0/12, where all TCP comes from)
  --tcp-idle SECONDS         idle time after which a TCP connection is closed (default 10)
  --http ADDRESS:PORT        gives /readyz and /metrics there, over HTTP (default: nowhere)
  --drain SECONDS            how long UDP is still answered after SIGTERM (default 0)
  --require-cookies          over UDP, answer BADCOOKIE to who sends a client cookie without our server cookie (RFC 7873)
  --help                     this text

An ADDRESS may be a name; it has 5 seconds to resolve. Without --listen, these are read from the environment:
DNS_UDP_HOST and DNS_TCP_HOST (default 0.0.0.0) and DNS_PORT (default 53); on Fly.io fly-local-6pn is added. The same
for --http: DNS_HTTP_PORT, with DNS_HTTP_HOST (default 0.0.0.0); and for --drain: DNS_DRAIN.

${COOKIE_SECRETS} in the environment has one or two secrets for DNS cookies (RFC 9018), each of 32 hex digits, with a
comma between; the first makes cookies, both are good. It must be the same on all machines. Without it there are no cookies.

Exit status: 0 stopped as asked, 1 a zone cannot be served, 2 wrong usage or an address cannot be used.
`;

/** What is wrong with the command line, for people. */
export interface UsageError {
  readonly error: string;
}

/** Reads the command line, without node and script; "help" where that was asked for. */
export function readSettings(
  args: readonly string[],
  environment: Environment,
  hostname: string,
): Settings | UsageError | "help" {
  let values: Values;
  try {
    values = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  if (values.help === true) return "help";
  if (values.zones === undefined) return { error: "--zones PATH is missing" };
  const listen = listenFlags(values) ?? listenVariables(environment);
  if ("error" in listen) return listen;
  if (listen.length === 0 && values.check !== true) return { error: "--listen ADDRESS:PORT is missing" };
  const udp = UDP_WAYS.find((way) => way === (values.udp ?? "auto"));
  if (udp === undefined) return { error: `--udp is "${values.udp}"; expected ${UDP_WAYS.join(", ")}` };
  const { user, group } = values;
  if ((user === undefined) !== (group === undefined))
    return { error: "--user and --group go together; one is missing" };
  for (const name of ["tcp-connections", "tcp-per-address", "tcp-idle", "udp-threads"] as const) {
    const text = values[name];
    if (text !== undefined && parseCount(text) === undefined)
      return { error: `--${name} is not a number from 1 to 1000000` };
  }
  const http = readHttp(values.http, environment);
  if (http !== undefined && "error" in http) return http;
  const drain = values.drain ?? environment.DNS_DRAIN ?? "0";
  if (!/^[0-9]{1,3}$/.test(drain)) return { error: `--drain or DNS_DRAIN is "${drain}"; expected 0 to 999` };
  const cookies = readCookieSettings(environment[COOKIE_SECRETS], values["require-cookies"] === true);
  if (cookies !== undefined && "error" in cookies) return cookies;
  const proxies = parseAddressBlocks(values["tcp-proxies"] ?? defaultProxies(environment));
  if ("wrong" in proxies) {
    return {
      error: `--tcp-proxies has "${proxies.wrong}"; expected blocks of addresses such as 192.0.2.0/24, or none`,
    };
  }
  return {
    listen,
    udp,
    udpThreads: parseCount(values["udp-threads"] ?? ""),
    account: user === undefined || group === undefined ? undefined : { user, group },
    zones: values.zones,
    watch: values.watch === true,
    check: values.check === true,
    server: values["server-id"] ?? serverName(environment, hostname),
    version: values["version-id"] ?? environment.ZONEPIPE_VERSION ?? "zonepipe",
    tcp: {
      connections: parseCount(values["tcp-connections"] ?? "") ?? DEFAULT_CONNECTIONS,
      perAddress: parseCount(values["tcp-per-address"] ?? "") ?? DEFAULT_PER_ADDRESS,
      proxies,
      idle: (parseCount(values["tcp-idle"] ?? "") ?? DEFAULT_IDLE) * 1000,
      memory: TCP_MEMORY,
    },
    http,
    drain: Number(drain) * 1000,
    ...(cookies === undefined ? {} : { cookies }),
  };
}

/** What a server calls itself: on Fly its region and machine, else the host's name. */
export function serverName(environment: Environment, hostname: string): string {
  const { FLY_REGION: region, FLY_MACHINE_ID: machine } = environment;
  return region === undefined || machine === undefined ? hostname : `${region}/${machine}`;
}

/** Fly's proxy stands between all clients and the machine, and connects from here. */
function defaultProxies(environment: Environment): string {
  return environment.FLY_MACHINE_ID === undefined ? "none" : "172.16.0.0/12";
}

/** An address and port as one writes them. */
export function printAddress({ host, port }: Address): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

const DEFAULT_CONNECTIONS = 1000;
const DEFAULT_PER_ADDRESS = 100;
const DEFAULT_IDLE = 10;
const TCP_MEMORY = 32 << 20; // octets: an eighth of the smallest machine that there is on Fly.io
const UDP_WAYS = ["auto", "batch", "portable"] as const satisfies Settings["udp"][];

const OPTIONS = {
  listen: { type: "string", multiple: true },
  "listen-udp": { type: "string", multiple: true },
  "listen-tcp": { type: "string", multiple: true },
  user: { type: "string" },
  group: { type: "string" },
  udp: { type: "string" },
  "udp-threads": { type: "string" },
  zones: { type: "string" },
  watch: { type: "boolean" },
  check: { type: "boolean" },
  "server-id": { type: "string" },
  "version-id": { type: "string" },
  "tcp-connections": { type: "string" },
  "tcp-per-address": { type: "string" },
  "tcp-proxies": { type: "string" },
  "tcp-idle": { type: "string" },
  http: { type: "string" },
  drain: { type: "string" },
  "require-cookies": { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

/** Environment variables. */
interface Environment {
  readonly [name: string]: string | undefined;
}

/** What the command line says, undefined where it says nothing. */
function listenFlags(values: Values): readonly Endpoint[] | UsageError | undefined {
  const listen: Endpoint[] = [];
  for (const [flag, transport] of LISTEN_FLAGS) {
    for (const text of values[flag] ?? []) {
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

/** Where to give `/readyz` and `/metrics`: as the flag says, else the environment; undefined where neither does. */
function readHttp(flag: string | undefined, environment: Environment): Address | UsageError | undefined {
  if (flag !== undefined)
    return parseAddress(flag) ?? { error: `--http is "${flag}"; expected ADDRESS:PORT or [IPv6]:PORT` };
  const { DNS_HTTP_PORT: text, DNS_HTTP_HOST: host = EVERY_ADDRESS } = environment;
  if (text === undefined) return undefined;
  const port = parsePort(text);
  if (port === undefined) return { error: `DNS_HTTP_PORT is "${text}"; expected a number from 0 to 65535` };
  return { host, port };
}

const EVERY_ADDRESS = "0.0.0.0";

/** An address and port, an IPv6 address in brackets; undefined where the text is none. */
export function parseAddress(text: string): Address | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+(?:%[^\]]+)?)\]|([^:[\]]+)):([0-9]+)$/.exec(text);
  const port = parsePort(match?.[3] ?? "");
  const host = match?.[1] ?? match?.[2];
  return host === undefined || port === undefined ? undefined : { host, port };
}

function parsePort(text: string): number | undefined {
  return /^[0-9]{1,5}$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined;
}

function parseCount(text: string): number | undefined {
  const value = /^[0-9]{1,7}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= 1_000_000 ? value : undefined;
}
