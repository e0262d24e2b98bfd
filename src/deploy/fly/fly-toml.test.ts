import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { pageOf } from "../../lint/page.ts";
import { readFlyToml } from "./fly-toml.ts";

const EXAMPLE = readFileSync(join(import.meta.dirname, "../../../fly.toml"), "utf8");

/** Each problem as `line severity rule: message`. */
const problemsOf = (text: string) =>
  readFlyToml("fly.toml", text).problems.map(({ line, severity, rule, message }) => {
    expect(pageOf(rule), `zonepipe explain ${rule}`).toBeDefined();
    return `${line} ${severity} ${rule}: ${message}`;
  });

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

/** The example as it is without the PROXY protocol. */
const PLAIN = EXAMPLE.replace(/ *#[^\n]*proxy, which[^\n]*\n.*DNS_PROXY_PORT =.*\n/, "")
  .replace("internal_port = 5353 # DNS_PROXY_PORT", "internal_port = 53")
  .replace(/.*handlers =.*\n.*proxy_proto_options.*\n/, "");

const UDP = lineOf("[[services]]");
const TCP = lineOf("[[services]]", 1);

test.each<[string, string, unknown[]]>([
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
    PLAIN.replace(/protocol = "tcp"\n/, 'protocol = "udp"\n'),
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
  ["TCP without the PROXY protocol", PLAIN, []],
  [
    "TCP without it, and a port that is changed, which is allowed",
    PLAIN.replace("  internal_port = 53\n", "  internal_port = 5300\n"),
    [],
  ],
  [
    "no internal port of TCP",
    PLAIN.replace("  internal_port = 53\n", ""),
    [`${TCP! - 2} error fly-tcp-port: internal_port of TCP is missing; expected a port`],
  ],
  [
    "handlers on UDP",
    changed("    port = 53\n", '    port = 53\n    handlers = ["tls"]\n'),
    [`${UDP! + 8} error fly-handlers: handlers is ["tls"]; expected none on port 53`],
  ],
  [
    "another handler on TCP",
    PLAIN.replace(/(protocol = "tcp"[\s\S]*port = 53\n)/, '$1    handlers = ["tls"]\n'),
    [`${TCP! + 6} error fly-handlers: handlers is ["tls"]; expected none, or ["proxy_proto"], on port 53`],
  ],
  [
    "PROXY headers that the server does not expect",
    changed(/.*DNS_PROXY_PORT =.*\n/, ""),
    [
      `${TCP! + 7} error fly-proxy: handlers is ["proxy_proto"], and the server is not told to expect PROXY headers`,
    ],
  ],
  [
    "PROXY headers on a port where the server does not expect them",
    changed("internal_port = 5353", "internal_port = 53"),
    [
      `${TCP! + 2} error fly-proxy: internal_port of TCP is 53; expected 5353, where the server expects PROXY headers (DNS_PROXY_PORT)`,
    ],
  ],
  [
    "PROXY headers of version 1, which is what comes when nothing is written",
    changed(/.*proxy_proto_options.*\n/, ""),
    [
      `${TCP! + 8} error fly-proxy: The version of the PROXY protocol is v1, which Fly.io sends when nothing is written; expected "v2"`,
    ],
  ],
  [
    "a port for PROXY headers that nobody sends",
    changed(/.*handlers =.*\n.*proxy_proto_options.*\n/, ""),
    [
      `${TCP! + 2} error fly-proxy: internal_port of TCP is 5353, where the server expects PROXY headers (DNS_PROXY_PORT), and no handler sends them`,
    ],
  ],
  [
    "a port for PROXY headers, and TCP elsewhere",
    PLAIN.replace("[env]", '[env]\n  DNS_PROXY_PORT = "5353"'),
    [
      `${lineOf("[env]")! + 1} error fly-proxy: DNS_PROXY_PORT is "5353", and no TCP service of port 53 sends PROXY headers`,
    ],
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
  ...["builder", "builtin", "build-target", "ignorefile"].map((key): [string, string, unknown[]] => [
    `${key} of its own`,
    `${EXAMPLE}\n[build]\n  ${key} = "x"\n`,
    [expect.stringContaining(`error fly-build: [build] has ${key}, so that flyctl would`)],
  ]),
  [
    "buildpacks",
    `${EXAMPLE}\n[build]\n  buildpacks = ["x"]\n`,
    [expect.stringContaining("error fly-build: [build] has buildpacks")],
  ],
  ...["release_command", "seed_command"].map((key): [string, string, unknown[]] => [
    `a ${key}`,
    changed("[deploy]", `[deploy]\n  ${key} = "node server.js --check"`),
    [
      `${lineOf("[deploy]")! + 1} error fly-release-command: [deploy] has ${key}; expected none: flyctl runs it in every call, for the canary, for the rest and on the way back, and goes no further when it fails`,
    ],
  ]),
  ...["machine_config", "container"].map((key): [string, string, unknown[]] => [
    `a ${key}`,
    changed('primary_region = "iad"', `primary_region = "iad"\n${key} = "x"`),
    [
      `${lineOf("primary_region")! + 1} error fly-containers: ${key} makes machines of several containers, of which a release replaces one image`,
    ],
  ]),
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

describe("odd but legal", () => {
  const HEAD = 'app = "dns"\nprimary_region = "iad"\nkill_timeout = 15\ndeploy.max_unavailable = 1\n';
  const READY = 'checks.dns_ready = { type = "http", port = 8080, path = "/readyz" }\n';
  const ENV = 'env = { DNS_UDP_HOST = "fly-global-services" }\n';

  test.each<[string, string]>([
    [
      "everything in inline tables, over several lines",
      `${HEAD}${ENV}${READY}services = [
  { protocol = "udp", internal_port = 53, ports = [{ port = 53 }] },
  { protocol = "tcp", internal_port = 53, ports = [
    { port = "53", handlers = [] }, # nobody's
  ] },
]\n`,
    ],
    [
      "dotted keys, literal texts, a port as text, one table of ports",
      `${HEAD}env.'DNS_UDP_HOST' = 'fly-global-services'\n[[services]]\nprotocol = 'udp'\ninternal_port = 53\nports = { port = "53" }\n` +
        `[[services]]\nprotocol = "tcp"\ninternal_port = 53\n[services.ports]\nport = 53\n[checks]\ndns_ready.type = "http"\ndns_ready.port = "8080"\ndns_ready.path = "/readyz"\n`,
    ],
    [
      "Windows' line ends, a byte order of tables, comments behind everything",
      EXAMPLE.replaceAll("\n", " # x\r\n"),
    ],
  ])("%s: no problem", (_, text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  test.each<[string, string, unknown[]]>([
    [
      "a text of several lines with what looks like tables and keys",
      changed(
        '[deploy]\n  strategy = "rolling"',
        '[deploy]\n  release_command_timeout = """\n[env]\nstrategy = 1\n"""\n  strategy = "canary"',
      ),
      [`${lineOf("[deploy]")! + 5} error fly-strategy: strategy is "canary"; expected "rolling"`],
    ],
    [
      "a list of several lines with brackets in it",
      `${changed("[env]", "[env]\n  FLY_X = 1")}\n[[files]]\nlist = [\n  ["env"],\n  "]",\n]\n[mounts]\nsource = "x"\n`,
      [
        `${lineOf("[env]")! + 1} error fly-env: FLY_X begins with FLY_, which Fly.io keeps for itself`,
        `${EXAMPLE.split("\n").length + 7} warning fly-volume: [mounts] ties each machine to the one host that has its volume, and the nameserver keeps nothing there`,
      ],
    ],
    [
      "several groups of processes",
      `${EXAMPLE}\n[processes]\napp = ""\nworker = "node worker.js"\n`,
      [
        `${EXAMPLE.split("\n").length + 1} error fly-processes: [processes] has 2 groups (app, worker); expected none, for every machine has to be a nameserver`,
      ],
    ],
    [
      "a command that replaces the image's",
      `${EXAMPLE}\n[processes]\napp = "sleep inf"\n[experimental]\nentrypoint = ["sh"]\n`,
      [
        `${EXAMPLE.split("\n").length + 2} warning fly-command: [processes] has app, which runs in the place of the image's own command`,
        `${EXAMPLE.split("\n").length + 4} warning fly-command: [experimental] has entrypoint, which runs in the place of the image's own command`,
      ],
    ],
    [
      "machines that do not come back",
      changed('policy = "always"', 'policy = "never"'),
      [
        `${lineOf("policy")} error fly-restart: policy is "never"; expected "always": a machine that ends would stay away`,
      ],
    ],
    [
      "several machines away at the same time",
      changed("max_unavailable = 1", "max_unavailable = 3"),
      [
        `${lineOf("max_unavailable")} warning fly-unavailable: max_unavailable is 3: so many machines are away at the same time when somebody runs \`fly deploy\` by hand`,
      ],
    ],
    [
      "a part of the machines away",
      changed("max_unavailable = 1", "max_unavailable = 0.5"),
      [expect.stringContaining(" warning fly-unavailable: max_unavailable is 0.5: ")],
    ],
    [
      "no word about how many may be away",
      changed("  max_unavailable = 1\n", ""),
      [
        `${lineOf("[deploy]")} warning fly-unavailable: max_unavailable is missing, so that a third of the machines are away at the same time when somebody runs \`fly deploy\` by hand`,
      ],
    ],
    [
      "an empty command",
      `${EXAMPLE}\n[processes]\napp = ""\n`,
      [
        `${EXAMPLE.split("\n").length + 2} error fly-command: [processes] has app with an empty command, which flyctl does not take`,
      ],
    ],
    [
      "a handler as text",
      changed("    port = 53\n", '    port = 53\n    handlers = "tls"\n'),
      [`${lineOf("port = 53")! + 1} error fly-handlers: handlers is "tls"; expected none on port 53`],
    ],
    [
      "services and checks that are no tables",
      `${HEAD}${ENV}services = "dns"\nchecks = ["x"]\n`,
      [
        "6 error fly-tcp-service: No service has TCP port 53; without it no truncated answer can be had whole (RFC 7766 §5)",
        "6 error fly-udp-service: No service has UDP port 53",
        "7 error fly-readiness: No check asks /readyz; expected one, so that a release waits until a machine answers over UDP and TCP",
      ],
    ],
  ])("%s", (_, text, problems) => {
    expect(problemsOf(text)).toEqual(problems);
  });
});

test("the example goes with what the image says: the port of /readyz, and the time to end", () => {
  const dockerfile = readFileSync(join(import.meta.dirname, "../../../Dockerfile"), "utf8");
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
  "services.ports.proxy_proto_options": ["version"],
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
