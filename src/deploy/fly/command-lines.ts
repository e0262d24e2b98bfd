import type { BuildOrder, DeployOrder, Scope } from "./fly.ts";

/** The words for flyctl that tell its version. */
export function askVersion(): string[] {
  return ["version", "--json"];
}

/** The words that have a fly.toml read: keys that flyctl does not know are refused, too. */
export function validateConfig(app: string, config: string): string[] {
  return ["config", "validate", "--strict", "--app", app, "--config", config];
}

/** The words that list an app's addresses. */
export function listAddresses(app: string): string[] {
  return ["ips", "list", "--app", app, "--json"];
}

/** The words that allocate a dedicated IPv4 address; `--yes` agrees to what it costs. */
export function allocateIpv4(app: string): string[] {
  return ["ips", "allocate-v4", "--app", app, "--yes"];
}

/** The words that list an app's machines. */
export function listMachines(app: string): string[] {
  return ["machine", "list", "--app", app, "--json"];
}

/** The words that list an app's newest releases. */
export function listReleases(app: string): string[] {
  return ["releases", "--app", app, "--json"];
}

/** The words that list an app's secrets, by name. */
export function listSecrets(app: string): string[] {
  return ["secrets", "list", "--app", app, "--json"];
}

/** The words that set secrets for the next release. They stand in its input, which no other process sees. */
export function stageSecrets(app: string): string[] {
  return ["secrets", "import", "--stage", "--app", app];
}

/** What flyctl reads then, a line each. */
export function secretsInput(secrets: ReadonlyMap<string, string>): string {
  const isPlain = ([name, value]: readonly [string, string]) =>
    /^[A-Z][A-Z0-9_]*$/.test(name) && /^[!#-~]+$/.test(value);
  if (![...secrets].every(isPlain)) throw new Error("Cannot set a secret that is more than one plain word");
  return [...secrets].map(([name, value]) => `${name}=${value}\n`).join("");
}

/** The words that build and push an image. It is built at Fly.io, so that the runner's own docker makes no difference. */
export function buildImage({ app, config, context, dockerfile, label, buildArgs }: BuildOrder): string[] {
  return [
    "deploy",
    context,
    "--app",
    app,
    "--config",
    config,
    "--dockerfile",
    dockerfile,
    "--image-label",
    label,
    ...Object.entries(buildArgs).flatMap(([name, value]) => ["--build-arg", `${name}=${value}`]),
    "--build-only",
    "--push",
    "--remote-only",
  ];
}

/**
 * The words that put an image on machines, one after the other: flyctl takes a third of them at a time unless it is told.
 * The image is the one at the registry, not one of that name in a docker of this machine. No spare machine is made, and
 * flyctl's own check of `<app>.fly.dev` is left out: it says nothing about our answers and takes up to 70 seconds.
 */
export function deployImage({ app, config, image, scope, env = {} }: DeployOrder): string[] {
  return [
    "deploy",
    "--app",
    app,
    "--config",
    config,
    "--image",
    image,
    ...scopeFlag(scope),
    ...Object.entries(env).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    "--max-unavailable",
    "1",
    "--remote-only",
    "--ha=false",
    "--dns-checks=false",
    "--yes",
  ];
}

/** The words that run a command on a machine. Without `--json` its exit code would be lost. */
export function execOnMachine(app: string, machine: string, command: string): string[] {
  return ["machine", "exec", machine, command, "--app", app, "--json"];
}

/** Where no machine is in the scope any more, flyctl makes a new one unless it is told to update only. */
function scopeFlag(scope: Scope): string[] {
  switch (scope.kind) {
    case "all":
      return [];
    case "regions":
      return ["--regions", list(scope.regions), "--update-only"];
    case "except-regions":
      return ["--exclude-regions", list(scope.regions), "--update-only"];
    case "machines":
      return ["--only-machines", list(scope.machines), "--update-only"];
    case "except-machines":
      return ["--exclude-machines", list(scope.machines), "--update-only"];
    default:
      return scope satisfies never;
  }
}

/** flyctl drops empty words, so an empty list would mean every machine. */
function list(words: readonly string[]): string {
  if (words.length === 0 || words.some((word) => !/^[a-z0-9]+$/.test(word))) {
    throw new Error(`Cannot name machines by ${JSON.stringify(words)}`);
  }
  return words.join(",");
}
