import { expect, test } from "vitest";
import { printAddress } from "../address/address.ts";
import { PRIVATE_BLOCKS } from "../limit/match-blocks.ts";
import { readSettings } from "./settings.ts";

const read = (...args: string[]) => readSettings(args, {}, "host-1");

test("addresses, the zones, and the defaults", () => {
  expect(read("--listen", "192.0.2.1:53", "--listen", "[2001:db8::1]:5353", "--zones", "zones")).toEqual({
    listen: [
      { host: "192.0.2.1", port: 53, transport: "both" },
      { host: "2001:db8::1", port: 5353, transport: "both" },
    ],
    udp: "auto",
    udpThreads: undefined,
    account: undefined,
    zones: "zones",
    tables: { file: "beside", isToWrite: false, isCodeToWrite: false },
    watch: false,
    isQuickReload: false,
    check: false,
    strict: false,
    server: "host-1",
    version: "zonepipe",
    tcp: { connections: 1000, perAddress: 100, proxies: [], headersFrom: [], idle: 10_000, memory: 32 << 20 },
    drain: 0,
    alias: { resolvers: undefined, hold: 604_800 },
    isShape: false,
    tsigKeys: [],
    dnssec: { folder: undefined, written: [] },
    notify: [],
    limits: {
      rate: 200,
      slip: 1,
      window: 15,
      tableSize: 65_536,
      logOnly: "auto",
      unlimited: PRIVATE_BLOCKS,
      cookielessSize: undefined,
    },
  });
});

test("on Fly the identity is region/machine", () => {
  const environment = { FLY_REGION: "ams", FLY_MACHINE_ID: "148ed", ZONEPIPE_VERSION: "1.2.3" };
  const settings = readSettings(["--zones", "z", "--check"], environment, "host-1");
  expect(settings).toMatchObject({ server: "ams/148ed", version: "1.2.3" });
});

test("a flag is stronger than the environment", () => {
  const environment = { FLY_REGION: "ams", FLY_MACHINE_ID: "148ed", ZONEPIPE_VERSION: "1.2.3" };
  const args = ["--zones", "z", "--check", "--server-id", "a", "--version-id", "b"];
  expect(readSettings(args, environment, "host-1")).toMatchObject({ server: "a", version: "b" });
});

test("a name can be listened on, as Fly wants for UDP", () => {
  expect(read("--listen", "fly-global-services:53", "--zones", "z")).toMatchObject({
    listen: [{ host: "fly-global-services", port: 53 }],
  });
});

test("on Fly all TCP comes through a proxy", () => {
  const fly = [{ network: "172.16.0.0", prefix: 12 }];
  const args = ["--zones", "z", "--check"];
  const environment = { FLY_MACHINE_ID: "148ed" };
  expect(readSettings(args, environment, "host-1")).toMatchObject({ tcp: { proxies: fly } });
  const none = [...args, "--tcp-proxies", "none"];
  expect(readSettings(none, environment, "host-1")).toMatchObject({ tcp: { proxies: [] } });
  expect(readSettings([...args, "--tcp-proxies", "::1/200"], {}, "host-1")).toEqual({
    error: '--tcp-proxies has "::1/200"; expected blocks of addresses such as 192.0.2.0/24, or none',
  });
});

test("cookies have their secrets from the environment", () => {
  const environment = { ZONEPIPE_COOKIE_SECRETS: "000102030405060708090a0b0c0d0e0f" };
  const args = ["--zones", "z", "--check", "--require-cookies"];
  expect(readSettings(args, environment, "host-1")).toMatchObject({ cookies: { isRequired: true } });
  const wrong = readSettings(args, { ZONEPIPE_COOKIE_SECRETS: "0001" }, "host-1");
  expect(wrong).toMatchObject({ error: expect.stringContaining("not 32 hex digits") });
});

test("UDP and TCP may have addresses of their own", () => {
  const args = ["--listen-udp", "192.0.2.1:53", "--listen-tcp", "0.0.0.0:5353", "--zones", "z"];
  expect(read(...args)).toMatchObject({
    listen: [
      { host: "192.0.2.1", port: 53, transport: "udp" },
      { host: "0.0.0.0", port: 5353, transport: "tcp" },
    ],
  });
});

test.each([
  [
    { DNS_UDP_HOST: "fly-global-services", FLY_MACHINE_ID: "148ed" },
    [
      { host: "fly-global-services", port: 53, transport: "udp" },
      { host: "0.0.0.0", port: 53, transport: "tcp" },
      { host: "fly-local-6pn", port: 53, transport: "both", isOptional: true },
    ],
  ],
  [{ DNS_PORT: "5353" }, [{ host: "0.0.0.0", port: 5353, transport: "both" }]],
  [
    { DNS_TCP_HOST: "192.0.2.1" },
    [
      { host: "0.0.0.0", port: 53, transport: "udp" },
      { host: "192.0.2.1", port: 53, transport: "tcp" },
    ],
  ],
])("without --listen the environment says where: %j", (environment, listen) => {
  expect(readSettings(["--zones", "z"], environment, "host-1")).toMatchObject({ listen });
  expect(readSettings(["--zones", "z", "--listen", "[::1]:1"], environment, "host-1")).toMatchObject({
    listen: [{ host: "::1", port: 1, transport: "both" }],
  });
});

test.each([
  [{ DNS_UDP_HOST: "" }, "DNS_UDP_HOST or DNS_TCP_HOST is empty; expected an address"],
  [{ DNS_PORT: "65536" }, 'DNS_PORT is "65536"; expected a number from 0 to 65535'],
])("the environment %j is a usage error", (environment, error) => {
  expect(readSettings(["--zones", "z"], environment, "host-1")).toEqual({ error });
});

test("a user goes with a group", () => {
  expect(read("--zones", "z", "--check", "--user", "nobody", "--group", "nogroup")).toMatchObject({
    account: { user: "nobody", group: "nogroup" },
  });
});

test("--help is enough", () => {
  expect(read("--help")).toBe("help");
});

test.each([
  [["--listen", "127.0.0.1:53"], "--zones PATH is missing"],
  [["--zones", "z"], "--listen ADDRESS:PORT is missing"],
  [
    ["--zones", "z", "--listen", "127.0.0.1"],
    '--listen is "127.0.0.1"; expected ADDRESS:PORT or [IPv6]:PORT',
  ],
  [["--zones", "z", "--listen", "::1:53"], '--listen is "::1:53"; expected ADDRESS:PORT or [IPv6]:PORT'],
  [["--zones", "z", "--listen", "a:65536"], '--listen is "a:65536"; expected ADDRESS:PORT or [IPv6]:PORT'],
  [["--zones", "z", "--check", "--user", "nobody"], "--user and --group go together; one is missing"],
  [["--zones", "z", "--check", "--udp", "fast"], '--udp is "fast"; expected auto, batch, portable'],
  [["--zones", "z", "--check", "--udp-threads", "0"], "--udp-threads is not a number from 1 to 1000000"],
  [["--zones", "z", "--check", "--tcp-idle", "0"], "--tcp-idle is not a number from 1 to 1000000"],
  [
    ["--zones", "z", "--check", "--tcp-connections", "x"],
    "--tcp-connections is not a number from 1 to 1000000",
  ],
])("%j is a usage error", (args, error) => {
  expect(read(...args)).toEqual({ error });
});

test("an unknown flag is a usage error", () => {
  expect(read("--zone", "z")).toMatchObject({ error: expect.stringContaining("--zone") });
  expect(read("zones")).toMatchObject({ error: expect.stringContaining("zones") });
});

test("addresses are printed as they are written", () => {
  expect(printAddress({ host: "192.0.2.1", port: 53 })).toBe("192.0.2.1:53");
  expect(printAddress({ host: "2001:db8::1", port: 53 })).toBe("[2001:db8::1]:53");
});

test("/readyz and /metrics stand where the flag says, else the environment, else nowhere", () => {
  const http = (environment: { [name: string]: string }, ...args: string[]) => {
    const settings = readSettings(["--zones", "z", "--check", ...args], environment, "host-1");
    return typeof settings === "object" && "http" in settings ? settings.http : settings;
  };
  expect(http({})).toBeUndefined();
  expect(http({ DNS_HTTP_PORT: "8080" })).toEqual({ host: "0.0.0.0", port: 8080 });
  expect(http({ DNS_HTTP_PORT: "8080", DNS_HTTP_HOST: "::" })).toEqual({ host: "::", port: 8080 });
  expect(http({ DNS_HTTP_PORT: "8080" }, "--http", "[::1]:81")).toEqual({ host: "::1", port: 81 });
  expect(http({ DNS_HTTP_PORT: "x" })).toMatchObject({
    error: expect.stringContaining('DNS_HTTP_PORT is "x"'),
  });
  expect(http({}, "--http", "8080")).toMatchObject({ error: expect.stringContaining('--http is "8080"') });
});

test("UDP is answered after SIGTERM for as long as the flag or the environment says", () => {
  const args = ["--zones", "z", "--check"];
  expect(readSettings(args, { DNS_DRAIN: "5" }, "h")).toMatchObject({ drain: 5000 });
  expect(readSettings([...args, "--drain", "2"], { DNS_DRAIN: "5" }, "h")).toMatchObject({ drain: 2000 });
  expect(readSettings(args, { DNS_DRAIN: "soon" }, "h")).toMatchObject({
    error: expect.stringContaining("soon"),
  });
});
