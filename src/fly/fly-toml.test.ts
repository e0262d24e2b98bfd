import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { expect, test } from "vitest";
import { readFlyToml } from "./fly-toml.ts";

const EXAMPLE = readFileSync(join(import.meta.dirname, "../../fly.toml"), "utf8");

/** Each problem as `line severity rule: message`. */
const problemsOf = (text: string) =>
  readFlyToml("fly.toml", text).problems.map(
    ({ line, severity, rule, message }) => `${line} ${severity} ${rule}: ${message}`,
  );

/** The example with another text in the place of one that it has. */
function changed(from: string | RegExp, to: string): string {
  const text = EXAMPLE.replace(from, to);
  if (text === EXAMPLE) throw new Error(`the example has no ${from}`);
  return text;
}

/** The line of the example that is this text, counted from 1. */
const lineOf = (text: string, nth = 0) =>
  EXAMPLE.split("\n").flatMap((line, index) => (line.trim().startsWith(text) ? [index + 1] : []))[nth];

test("the example is right, and names its app and region", () => {
  expect(readFlyToml("fly.toml", EXAMPLE)).toEqual({
    app: "example-dns",
    primaryRegion: "iad",
    problems: [],
  });
});

test("an app may be named elsewhere", () => {
  expect(readFlyToml("fly.toml", changed('app = "example-dns"\n', ""))).toMatchObject({
    app: undefined,
    problems: [],
  });
});

const UDP = lineOf("[[services]]");
const TCP = lineOf("[[services]]", 1);

test.each<[string, string, string[]]>([
  [
    "an app that is none",
    changed('"example-dns"', '"My DNS"'),
    [`${lineOf("app")} error fly-app: app is "My DNS"; expected the name of an app on Fly.io`],
  ],
  [
    "no region",
    changed('primary_region = "iad"\n', ""),
    ["1 error fly-region: primary_region is missing; expected a region, where the first machine is made"],
  ],
  [
    "no service for UDP",
    changed('protocol = "udp"', 'protocol = "tcp"'),
    [`1 error fly-udp-service: No service has UDP port 53`],
  ],
  [
    "no service for TCP",
    changed(/protocol = "tcp"\n/, 'protocol = "udp"\n'),
    [
      "1 error fly-tcp-service: No service has TCP port 53; without it no truncated answer can be had whole (RFC 7766 §5)",
    ],
  ],
  [
    "another port for UDP",
    changed("    port = 53\n", "    port = 5353\n"),
    ["1 error fly-udp-service: No service has UDP port 53"],
  ],
  [
    "a range of ports, which is as good",
    changed("    port = 53\n", "    start_port = 50\n    end_port = 60\n"),
    [],
  ],
  [
    "a port of UDP that is changed",
    changed("internal_port = 53 #", "internal_port = 5353 #"),
    [`${UDP! + 2} error fly-udp-port: internal_port of UDP is 5353; expected 53, the port outside`],
  ],
  [
    "a port of TCP that is changed, which is allowed",
    changed("internal_port = 53\n", "internal_port = 5353\n"),
    [],
  ],
  [
    "no internal port of TCP",
    changed("  internal_port = 53\n", ""),
    [`${TCP} error fly-tcp-port: internal_port of TCP is missing; expected a port`],
  ],
  [
    "handlers on UDP",
    changed("    port = 53\n", '    port = 53\n    handlers = ["tls"]\n'),
    [`${UDP! + 8} error fly-handlers: handlers is ["tls"]; expected none on port 53`],
  ],
  [
    "the PROXY protocol on TCP",
    changed(/(protocol = "tcp"[\s\S]*port = 53\n)/, '$1    handlers = ["proxy_proto"]\n'),
    [`${TCP! + 8} error fly-handlers: handlers is ["proxy_proto"]; expected none on port 53`],
  ],
  [
    "machines that stop",
    changed('auto_stop_machines = "off" #', 'auto_stop_machines = "suspend" #'),
    [`${UDP! + 3} error fly-auto-stop: auto_stop_machines is "suspend"; expected "off"`],
  ],
  [
    "machines that stop, as older files say it",
    changed('"off" #', "true #"),
    [`${UDP! + 3} error fly-auto-stop: auto_stop_machines is true; expected "off"`],
  ],
  [
    "an HTTP service",
    `${EXAMPLE}\n[http_service]\n  internal_port = 8080\n`,
    [expect.stringMatching(/^\d+ warning fly-http-service: /)],
  ],
  [
    "an HTTP service that stops machines",
    `${EXAMPLE}\n[http_service]\n  auto_stop_machines = "stop"\n`,
    [expect.stringMatching(/^\d+ error fly-auto-stop: http_service stops machines/)],
  ],
  [
    "no check on /readyz",
    changed("/readyz", "/"),
    [
      `1 error fly-readiness: No check asks /readyz; expected one, so that a release waits until a machine answers over UDP and TCP`,
    ],
  ],
  [
    "a check by TCP",
    changed('type = "http"', 'type = "tcp"'),
    [expect.stringContaining("error fly-readiness: No check asks /readyz")],
  ],
  [
    "a check of another port",
    changed("port = 8080", "port = 80"),
    [
      `${lineOf("port = 8080")} error fly-readiness: The check dns_ready asks port 80; expected 8080, where /readyz is`,
    ],
  ],
  [
    "a check of the port that is set",
    changed("port = 8080", "port = 9000").replace("[env]", '[env]\n  DNS_HTTP_PORT = "9000"'),
    [],
  ],
  [
    "no address for UDP",
    changed('  DNS_UDP_HOST = "fly-global-services"\n', ""),
    [`${lineOf("[env]")} error fly-udp-host: DNS_UDP_HOST is missing; expected "fly-global-services"`],
  ],
  [
    "every address for UDP",
    changed('"fly-global-services"', '"0.0.0.0"'),
    [
      `${lineOf("DNS_UDP_HOST")} error fly-udp-host: DNS_UDP_HOST is "0.0.0.0"; expected "fly-global-services"`,
    ],
  ],
  [
    "the address of UDP for TCP",
    changed("[env]", '[env]\n  DNS_TCP_HOST = "fly-global-services"'),
    [expect.stringContaining("error fly-tcp-host: ")],
  ],
  [
    "another port of the server",
    changed("[env]", '[env]\n  DNS_PORT = "5353"'),
    [`${lineOf("[env]")! + 1} error fly-udp-port: DNS_PORT is "5353"; expected 53`],
  ],
  [
    "a name that Fly.io keeps",
    changed("[env]", '[env]\n  FLY_REGION = "iad"'),
    [expect.stringContaining("error fly-env: FLY_REGION begins with FLY_")],
  ],
  [
    "another strategy",
    changed('"rolling"', '"bluegreen"'),
    [`${lineOf("strategy")} error fly-strategy: strategy is "bluegreen"; expected "rolling"`],
  ],
  [
    "an image of its own",
    `${EXAMPLE}\n[build]\n  image = "coredns/coredns"\n`,
    [expect.stringContaining("error fly-build: [build] has image")],
  ],
  [
    "a Dockerfile in its own place",
    `${EXAMPLE}\n[build]\n  dockerfile = "other/Dockerfile"\n`,
    [expect.stringContaining("error fly-build: [build] has dockerfile")],
  ],
  [
    "a signal that ends at once",
    changed('"SIGTERM"', '"SIGKILL"'),
    [`${lineOf("kill_signal")} error fly-kill-signal: kill_signal is "SIGKILL"; expected "SIGTERM"`],
  ],
  ["the signal that Fly.io sends when nothing is written", changed('kill_signal = "SIGTERM"\n', ""), []],
  [
    "no time to end",
    changed('kill_timeout = "15s"', "kill_timeout = 5"),
    [`${lineOf("kill_timeout")} warning fly-kill-timeout: kill_timeout is 5; expected more than 5 seconds`],
  ],
  ["a minute to end", changed('"15s"', '"1m0s"'), []],
  [
    "little memory",
    changed('"256mb"', '"128mb"'),
    [`${lineOf("memory")} error fly-memory: A machine has 128 MB of memory; expected 256 or more`],
  ],
  ["memory in gigabytes", changed('"256mb"', '"1gb"'), []],
])("%s", (_, text, problems) => {
  expect(problemsOf(text)).toEqual(problems);
});

test("what is no TOML has its place", () => {
  expect(readFlyToml("fly.toml", 'app = "a"\nkill_timeout = 15s\n').problems).toMatchObject([
    { line: 2, rule: "fly-toml-syntax", message: expect.stringMatching(/^This is no TOML: /) },
  ]);
});

test("values of another kind than expected are no reason to fail", () => {
  for (const text of [
    "services = 1",
    "services = [1]",
    "env = []",
    "checks = 'x'",
    "vm = {memory = []}",
    "build = 1",
  ]) {
    expect(
      readFlyToml("fly.toml", `app = "a"\nprimary_region = "iad"\n${text}\n`).problems.length,
    ).toBeGreaterThan(0);
  }
});

test("the example goes with what the image says: the port of /readyz, and the time to end", () => {
  const dockerfile = readFileSync(join(import.meta.dirname, "../../Dockerfile"), "utf8");
  const variable = (name: string) => Number(new RegExp(`\\b${name}=(\\d+)`).exec(dockerfile)![1]);
  expect(EXAMPLE).toContain(`port = ${variable("DNS_HTTP_PORT")}\n`);
  const drain = variable("DNS_DRAIN");
  expect(problemsOf(changed('"15s"', `"${drain}s"`))).toHaveLength(1);
  expect(problemsOf(changed('"15s"', `"${drain + 1}s"`))).toHaveLength(0);
});

/** The keys of fly.toml that Fly.io's documents have, as far as the example may need them. */
const KNOWN: { readonly [table: string]: readonly string[] } = {
  "": [
    "app",
    "primary_region",
    "kill_signal",
    "kill_timeout",
    "deploy",
    "env",
    "services",
    "checks",
    "metrics",
    "restart",
    "vm",
  ],
  deploy: ["strategy", "max_unavailable", "wait_timeout", "release_command"],
  services: [
    "protocol",
    "internal_port",
    "auto_stop_machines",
    "auto_start_machines",
    "min_machines_running",
    "ports",
    "tcp_checks",
    "machine_checks",
  ],
  "services.ports": ["port", "handlers", "proxy_proto_options", "start_port", "end_port"],
  "services.tcp_checks": ["interval", "timeout", "grace_period"],
  "checks.*": ["type", "port", "method", "path", "interval", "timeout", "grace_period"],
  metrics: ["port", "path"],
  restart: ["policy"],
  vm: ["size", "memory"],
};

test("every key of the example is in Fly.io's reference", () => {
  const unknown: string[] = [];
  const walk = (value: unknown, table: string) => {
    if (Array.isArray(value)) for (const item of value) walk(item, table);
    if (Array.isArray(value) || typeof value !== "object" || value === null || table === "env") return;
    for (const [key, inner] of Object.entries(value)) {
      const name = table === "checks" ? "*" : key;
      if (table !== "checks" && !KNOWN[table]?.includes(key)) unknown.push(`${table}.${key}`);
      walk(inner, table === "" ? name : `${table}.${name}`);
    }
  };
  walk(parse(EXAMPLE), "");
  expect(unknown).toEqual([]);
});
