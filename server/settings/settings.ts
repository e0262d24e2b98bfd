import { parseArgs } from "node:util";
import type { KeyStates } from "../../dns/signing/key-states.ts";
import type { TsigKey } from "../../dns/tsig/key.ts";
import type { Address, Endpoint } from "../address/address.ts";
import { type AddressBlock, parseAddressBlocks } from "../address/address-block.ts";
import type { CookieSettings } from "../answer/cookies.ts";
import type { RateLimits } from "../limit/rate-limits.ts";
import { ALIAS_FLAGS, type AliasSettings, readAliasSettings } from "./alias-settings.ts";
import { type ClockSettings, readClockSettings } from "./clock-settings.ts";
import { COOKIE_SECRETS, readCookieSettings } from "./cookie-settings.ts";
import { type DnssecSettings, readDnssecSettings } from "./dnssec-settings.ts";
import { readKeyStateSettings } from "./key-state-settings.ts";
import { LIMIT_FLAGS, readRateLimits } from "./limit-settings.ts";
import { readHttp, readListen } from "./listen-settings.ts";
import { type NotifyTarget, readNotifySettings } from "./notify-settings.ts";
import { readProxySettings } from "./proxy-settings.ts";
import { type QueryLogSettings, readQueryLogSettings } from "./query-log-settings.ts";
import { readSerialSettings, SERIALS, type SerialSettings } from "./serial-settings.ts";
import { readSupervisorSettings, type SupervisorSettings } from "./supervisor-settings.ts";
import { readTablesSettings, TABLES_FLAGS, type TablesSettings } from "./tables-settings.ts";
import { readTransferSettings, type TransferSettings } from "./transfer-settings.ts";
import { type ReadText, readText, readTsigSettings } from "./tsig-settings.ts";
import type { Environment, UsageError } from "./usage.ts";

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
  readonly tables: TablesSettings;
  /** Load the zones again when their files change; SIGHUP does so in any case. */
  readonly watch: boolean;
  /** The thread that loads them again is there from the start on, and stays. */
  readonly isQuickReload: boolean;
  /** Load, verify, say what there is, and stop. */
  readonly check: boolean;
  /** Serve all zones or none: one that cannot be loaded keeps the server from starting. */
  readonly strict: boolean;
  /** What NSID and `id.server` tell. */
  readonly server: string;
  /** What `version.bind` tells. */
  readonly version: string;
  readonly tcp: TcpLimits;
  /** Where `/readyz` and `/metrics` are; undefined for nowhere. */
  readonly http: Address | undefined;
  /** For how many milliseconds UDP is answered after SIGTERM. */
  readonly drain: number;
  /** How much one prefix is answered over UDP. */
  readonly limits: RateLimits;
  /** Without them COOKIE is an option that we do not know. */
  readonly cookies?: CookieSettings;
  /** Who may have zones by AXFR and IXFR; without it nobody. */
  readonly transfers?: TransferSettings;
  /** Keys to verify requests and sign answers with. */
  readonly tsigKeys: readonly TsigKey[];
  /** Where the private keys are that zones are signed with; threads that answer have none of it. */
  readonly dnssec: DnssecSettings;
  /** Who is told that a zone has another serial. */
  readonly notify: readonly NotifyTarget[];
  /** How targets of ALIAS are looked up. */
  readonly alias: AliasSettings;
  /** Undefined where nothing is logged. */
  readonly queryLog?: QueryLogSettings;
  /** Without them nobody waits to be told. */
  readonly supervisor?: SupervisorSettings;
  /** Zones that are served with another serial than their files have. */
  readonly serials?: SerialSettings;
  /** Of zones whose keys may be in a newer state than their files say. */
  readonly keyStates?: KeyStates;
  /** The calendar by which zones are signed; undefined for the machine's. */
  readonly clock?: ClockSettings;
  /** Zones are signed with stand-ins for signatures, which need no keys. */
  readonly isShape: boolean;
}

/** Whom the server runs as once its sockets are open: names, or numbers in words. */
export interface Account {
  readonly user: string;
  readonly group: string;
}

/** Bounds on TCP (RFC 9210 §4.2 to §4.4). */
export interface TcpLimits {
  /** Connections at a time; the one that has been idle longest makes room for a new one. */
  readonly connections: number;
  /** Of those from one address, or from one IPv6 network of 64 bits, where the address is the client's. */
  readonly perAddress: number;
  /** From here come proxies, with the connections of anybody: for those only the limits on all of them hold. */
  readonly proxies: readonly AddressBlock[];
  /** From here come proxies that tell the client's address in a header of the PROXY protocol, at the places made for it. */
  readonly headersFrom: readonly AddressBlock[];
  /** Milliseconds after which a connection without a query is closed. */
  readonly idle: number;
  /** Octets of questions and answers that all connections may hold together. */
  readonly memory: number;
}

/** Reads the command line, without node and script; "help" where that was asked for. */
export function readSettings(
  args: readonly string[],
  environment: Environment,
  hostname: string,
  read: ReadText = readText,
  now: () => number = Date.now,
): Settings | UsageError | "help" {
  let values: Values;
  try {
    values = parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  if (values.help === true) return "help";
  if (values.zones === undefined) return { error: "--zones PATH is missing" };
  const listen = readListen(values, environment);
  if ("error" in listen) return listen;
  const proxy = readProxySettings(values, environment);
  if ("error" in proxy) return proxy;
  const isToAnswer = values.check !== true && values["write-code"] !== true;
  if (listen.length === 0 && isToAnswer) return { error: "--listen ADDRESS:PORT is missing" };
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
  const tsigKeys = readTsigSettings(values, environment, read);
  if ("error" in tsigKeys) return tsigKeys;
  const dnssec = readDnssecSettings(values, environment);
  if ("error" in dnssec) return dnssec;
  const notify = readNotifySettings(values, environment, tsigKeys);
  if ("error" in notify) return notify;
  const transfers = readTransferSettings(values, environment, tsigKeys);
  if (transfers !== undefined && "error" in transfers) return transfers;
  const queryLog = readQueryLogSettings(values, environment);
  if (queryLog !== undefined && "error" in queryLog) return queryLog;
  const alias = readAliasSettings(values, environment);
  if ("error" in alias) return alias;
  const serials = readSerialSettings(environment[SERIALS]);
  if (serials !== undefined && "error" in serials) return serials;
  const keyStates = readKeyStateSettings(environment);
  if (keyStates !== undefined && "error" in keyStates) return keyStates;
  const clock = readClockSettings(values, now());
  if (clock !== undefined && "error" in clock) return clock;
  const tables = readTablesSettings(values);
  if ("error" in tables) return tables;
  const proxies = parseAddressBlocks(values["tcp-proxies"] ?? defaultProxies(environment));
  if ("wrong" in proxies) {
    return {
      error: `--tcp-proxies has "${proxies.wrong}"; expected blocks of addresses such as 192.0.2.0/24, or none`,
    };
  }
  const supervisor = readSupervisorSettings(environment, process.pid);
  const limits = readRateLimits(values, environment);
  if ("error" in limits) return limits;
  return {
    listen: [...listen, ...proxy.listen],
    udp,
    udpThreads: parseCount(values["udp-threads"] ?? ""),
    account: user === undefined || group === undefined ? undefined : { user, group },
    zones: values.zones,
    tables,
    watch: values.watch === true,
    isQuickReload: values["quick-reload"] === true,
    check: values.check === true,
    strict: values.strict === true,
    server: values["server-id"] ?? serverName(environment, hostname),
    version: values["version-id"] ?? environment.ZONEPIPE_VERSION ?? "zonepipe",
    tcp: {
      connections: parseCount(values["tcp-connections"] ?? "") ?? DEFAULT_CONNECTIONS,
      perAddress: parseCount(values["tcp-per-address"] ?? "") ?? DEFAULT_PER_ADDRESS,
      proxies,
      headersFrom: proxy.from,
      idle: (parseCount(values["tcp-idle"] ?? "") ?? DEFAULT_IDLE) * 1000,
      memory: TCP_MEMORY,
    },
    http,
    drain: Number(drain) * 1000,
    tsigKeys,
    dnssec,
    notify,
    alias,
    limits,
    ...(cookies === undefined ? {} : { cookies }),
    ...(transfers === undefined ? {} : { transfers }),
    ...(queryLog === undefined ? {} : { queryLog }),
    ...(supervisor === undefined ? {} : { supervisor }),
    ...(serials === undefined ? {} : { serials }),
    ...(keyStates === undefined ? {} : { keyStates }),
    ...(clock === undefined ? {} : { clock }),
    isShape: values["dnssec-shape"] === true,
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
  "quick-reload": { type: "boolean" },
  check: { type: "boolean" },
  strict: { type: "boolean" },
  "server-id": { type: "string" },
  "version-id": { type: "string" },
  "tcp-connections": { type: "string" },
  "tcp-per-address": { type: "string" },
  "tcp-proxies": { type: "string" },
  "tcp-idle": { type: "string" },
  "proxy-listen": { type: "string", multiple: true },
  "proxy-from": { type: "string" },
  http: { type: "string" },
  drain: { type: "string" },
  "require-cookies": { type: "boolean" },
  "allow-transfer": { type: "string", multiple: true },
  "tsig-keys": { type: "string" },
  "dnssec-keys": { type: "string" },
  notify: { type: "string", multiple: true },
  "query-log": { type: "string" },
  "query-log-format": { type: "string" },
  dnstap: { type: "string" },
  now: { type: "string" },
  "dnssec-shape": { type: "boolean" },
  ...TABLES_FLAGS,
  ...ALIAS_FLAGS,
  ...LIMIT_FLAGS,
  help: { type: "boolean", short: "h" },
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>["values"];

function parseCount(text: string): number | undefined {
  const value = /^[0-9]{1,7}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= 1_000_000 ? value : undefined;
}
