import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { appOf, Refusal, type Running } from "./command.ts";

/**
 * `flyctl config validate`: what it finds is on stdout, that it found something is an error. Of what the real one looks
 * at this has what it was seen to refuse (a duration that is none, an empty command), and with `--strict` the keys that
 * it does not know, at the top level and in `[deploy]`.
 */
export function validate(running: Running): void {
  appOf(running);
  const path = running.line.flags.get("config") ?? "fly.toml";
  const config = read(path);
  running.print(`Validating ${path}\n`);
  const { deploy, processes } = { deploy: {}, processes: {}, ...config };
  const timeout = Object(deploy).wait_timeout;
  if (
    timeout !== undefined &&
    typeof timeout !== "number" &&
    !/^([0-9.]+(ms|s|m|h))+$/.test(String(timeout))
  ) {
    throw new Refusal(
      `failed loading app config from ${path}: time: invalid duration ${JSON.stringify(timeout)}`,
    );
  }
  for (const [group, command] of Object.entries(Object(processes))) {
    if (command !== "") continue;
    running.print(`   ✘ the command of process group '${group}' is empty\n`);
    throw new Refusal("invalid app configuration");
  }
  const unknown = running.line.flags.has("strict")
    ? [...unknownIn(config, TOP, ""), ...unknownIn(Object(deploy), DEPLOY, "deploy.")]
    : [];
  if (unknown.length > 0) {
    running.print(
      `Strict validation found unrecognised sections or keys:\n${unknown.map((key) => `  - ${key}\n`).join("")}`,
    );
    throw new Refusal("strict validation failed");
  }
  running.print("✓ Configuration is valid\n");
}

function read(path: string): { readonly [key: string]: unknown } {
  try {
    return parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Refusal(`failed loading app config from ${path}: ${(error as Error).message}`);
  }
}

function unknownIn(table: object, known: readonly string[], path: string): string[] {
  return Object.keys(table)
    .filter((key) => !known.includes(key))
    .map((key) => `${path}${key}`);
}

/** The keys of flyctl's `Config` (internal/appconfig/config.go). */
const TOP = [
  "app",
  "primary_region",
  "kill_signal",
  "kill_timeout",
  "swap_size_mb",
  "console_command",
  "experimental",
  "build",
  "deploy",
  "env",
  "processes",
  "mounts",
  "http_service",
  "services",
  "checks",
  "files",
  "host_dedication_id",
  "machine_config",
  "container",
  "machine_checks",
  "restart",
  "vm",
  "statics",
  "metrics",
];

const DEPLOY = [
  "strategy",
  "max_unavailable",
  "wait_timeout",
  "release_command",
  "release_command_timeout",
  "release_command_vm",
  "seed_command",
];
