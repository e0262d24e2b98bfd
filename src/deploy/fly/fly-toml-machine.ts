import { asTable, asTables, type Finding, shown, type Table } from "./fly-toml-values.ts";

/** What is wrong with the rest of a fly.toml: how machines are built, replaced, watched, told and ended. */
export function checkMachine(table: Table): Finding[] {
  return [
    ...checkBuild(asTable(table.build)),
    ...checkContainers(table),
    ...checkDeploy(asTable(table.deploy)),
    ...checkEnv(asTable(table.env)),
    ...checkReadiness(table),
    ...checkEnd(table),
    ...asTables(table.vm).flatMap(checkMemory),
  ];
}

/** The least memory that the nameserver is measured with. */
const LEAST_MEGABYTES = 256;
const UDP_HOST = "fly-global-services";
const HTTP_PORT = 8080; // as the image has it
const DRAIN = 5; // seconds for which a server that was told to end still answers
const DEFAULT_KILL_TIMEOUT = 5;

/** What stands here wins over what `deploy` has built, or builds something else of it. */
function checkBuild(build: Table): Finding[] {
  return ["image", "dockerfile", "builder", "builtin", "buildpacks", "build-target", "ignorefile"]
    .filter((key) => build[key] !== undefined)
    .map((key) => ({
      at: `build.${key}`,
      rule: "fly-build",
      message: `[build] has ${key}, so that flyctl would take or build another image than the one with these zones`,
      help: "Remove it. A Dockerfile of your own goes to the root of the repository.",
    }));
}

/** With containers, a release replaces the image of one of them, and what else a machine runs is not in git's zones. */
function checkContainers({ machine_config: config, container }: Table): Finding[] {
  return Object.entries({ machine_config: config, container })
    .filter(([, value]) => value !== undefined)
    .map(([key]) => ({
      at: key,
      rule: "fly-containers",
      message: `${key} makes machines of several containers, of which a release replaces one image`,
      help: "Remove it: a machine runs the image with the zones, and nothing else.",
    }));
}

function checkDeploy({ strategy, ...deploy }: Table): Finding[] {
  const commands = ["release_command", "seed_command"]
    .filter((key) => deploy[key] !== undefined)
    .map((key) => ({
      at: `deploy.${key}`,
      rule: "fly-release-command",
      message: `[deploy] has ${key}; expected none: flyctl runs it in every call, for the canary, for the rest and on the way back, and goes no further when it fails`,
      help: "Remove it: the image has checked its zones when it was built, and each machine is asked before the next.",
    }));
  if (strategy === undefined || strategy === "rolling") return commands;
  return [
    ...commands,
    {
      at: "deploy.strategy",
      rule: "fly-strategy",
      message: `strategy is ${shown(strategy)}; expected "rolling"`,
      help: "`deploy` has a canary of its own and goes back by itself; other strategies make machines that it does not know, or ask for no health.",
    },
  ];
}

function checkEnv(env: Table): Finding[] {
  const findings: Finding[] = [];
  if (env.DNS_UDP_HOST !== UDP_HOST) {
    findings.push({
      at: "env.DNS_UDP_HOST",
      rule: "fly-udp-host",
      message: `DNS_UDP_HOST is ${shown(env.DNS_UDP_HOST)}; expected "${UDP_HOST}"`,
      help: `Write DNS_UDP_HOST = "${UDP_HOST}" under [env]: answers from any other address carry the wrong source and are dropped.`,
    });
  }
  if (env.DNS_TCP_HOST === UDP_HOST) {
    findings.push({
      at: "env.DNS_TCP_HOST",
      rule: "fly-tcp-host",
      message: `DNS_TCP_HOST is "${UDP_HOST}"; expected 0.0.0.0, where Fly.io brings TCP`,
      help: "Remove the line.",
    });
  }
  if (env.DNS_PORT !== undefined && Number(env.DNS_PORT) !== 53) {
    findings.push({
      at: "env.DNS_PORT",
      rule: "fly-udp-port",
      message: `DNS_PORT is ${shown(env.DNS_PORT)}; expected 53`,
      help: "Remove the line: UDP arrives on the port that was asked.",
    });
  }
  for (const name of Object.keys(env).filter((each) => each.startsWith("FLY_"))) {
    findings.push({
      at: `env.${name}`,
      rule: "fly-env",
      message: `${name} begins with FLY_, which Fly.io keeps for itself`,
      help: "Give it another name.",
    });
  }
  return findings;
}

/** Only a check at the top level may ask another port than that of a service, and only http tells that DNS answers. */
function checkReadiness({ checks, env }: Table): Finding[] {
  const all = Object.entries(asTable(checks));
  const found = all.find(([, check]) => asTable(check).type === "http" && asTable(check).path === "/readyz");
  const port = asTable(env).DNS_HTTP_PORT ?? HTTP_PORT;
  if (found === undefined) {
    return [
      {
        at: "checks",
        rule: "fly-readiness",
        message:
          "No check asks /readyz; expected one, so that a release waits until a machine answers over UDP and TCP",
        help: `Add [checks.dns_ready] with type = "http", port = ${port}, method = "GET", path = "/readyz".`,
      },
    ];
  }
  const [name, check] = found;
  if (Number(asTable(check).port) === Number(port)) return [];
  return [
    {
      at: `checks.${name}.port`,
      rule: "fly-readiness",
      message: `The check ${name} asks port ${shown(asTable(check).port)}; expected ${port}, where /readyz is`,
      help: `Write port = ${port}, or set DNS_HTTP_PORT under [env].`,
    },
  ];
}

function checkEnd({ kill_signal: signal, kill_timeout: timeout }: Table): Finding[] {
  const findings: Finding[] = [];
  if (signal !== undefined && signal !== "SIGTERM" && signal !== "SIGINT") {
    findings.push({
      at: "kill_signal",
      rule: "fly-kill-signal",
      message: `kill_signal is ${shown(signal)}; expected "SIGTERM"`,
      help: "Other signals end the server at once, with queries on their way.",
    });
  }
  const seconds = secondsOf(timeout) ?? DEFAULT_KILL_TIMEOUT;
  if (seconds <= DRAIN) {
    findings.push({
      at: "kill_timeout",
      severity: "warning",
      rule: "fly-kill-timeout",
      message: `kill_timeout is ${timeout === undefined ? "5 seconds when nothing is written" : shown(timeout)}; expected more than ${DRAIN} seconds`,
      help: `Write kill_timeout = "15s": a server that is told to end still answers for ${DRAIN} seconds.`,
    });
  }
  return findings;
}

function checkMemory(vm: Table, index: number): Finding[] {
  const memory = vm.memory ?? vm.memory_mb;
  const megabytes = megabytesOf(memory);
  if (megabytes === undefined || megabytes >= LEAST_MEGABYTES) return [];
  return [
    {
      at: `vm.${index}.${vm.memory === undefined ? "memory_mb" : "memory"}`,
      rule: "fly-memory",
      message: `A machine has ${megabytes} MB of memory; expected ${LEAST_MEGABYTES} or more`,
      help: `Write memory = "${LEAST_MEGABYTES}mb".`,
    },
  ];
}

const UNITS: { readonly [unit: string]: number } = { "": 1, m: 1, mb: 1, g: 1024, gb: 1024 };

function megabytesOf(memory: unknown): number | undefined {
  const [, number, unit = ""] = /^([0-9]+(?:\.[0-9]+)?)\s*([a-z]*)$/i.exec(String(memory ?? "")) ?? [];
  const size = UNITS[unit.toLowerCase().replace("i", "")];
  return number === undefined || size === undefined ? undefined : Number(number) * size;
}

/** A duration as flyctl takes it: seconds, or `1m30s`. */
function secondsOf(duration: unknown): number | undefined {
  if (typeof duration === "number") return duration;
  if (typeof duration !== "string" || !/^([0-9.]+(ms|s|m|h))+$/.test(duration)) return undefined;
  const units = duration.match(/[a-z]+/g)!; // what was tested has as many of them as numbers
  return duration
    .match(/[0-9.]+/g)!
    .reduce((sum, number, at) => sum + Number(number) * SECONDS[units[at]!]!, 0);
}

const SECONDS: { readonly [unit: string]: number } = { ms: 0.001, s: 1, m: 60, h: 3600 };
