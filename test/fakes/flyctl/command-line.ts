/** What flyctl was told to do. */
export interface CommandLine {
  readonly command: Command;
  readonly words: readonly string[];
  /** The last value of each flag; `"true"` or `"false"` of a switch. */
  readonly flags: ReadonlyMap<string, string>;
  /** All values of a flag that may stand more than once. */
  readonly all: ReadonlyMap<string, readonly string[]>;
}

/** The commands of flyctl that the pipeline uses. */
export type Command =
  | "version"
  | "config validate"
  | "ips list"
  | "ips allocate-v4"
  | "machine list"
  | "machine exec"
  | "releases"
  | "secrets list"
  | "secrets import"
  | "deploy";

/**
 * Reads a command line as flyctl does (it uses cobra): what it does not know, it refuses with this message. A group of
 * commands without one that it knows prints its help, and that is a success.
 */
export function parseCommandLine(
  args: readonly string[],
): CommandLine | { readonly refusal: string } | { readonly help: string } {
  const command = commandOf(args);
  if (command === undefined) {
    const [first] = args;
    if (GROUPS.includes(first ?? "")) return { help: `Usage:\n  flyctl ${first} [command]\n` };
    return { refusal: `unknown command ${JSON.stringify(first)} for "flyctl"` };
  }
  const known: { readonly [flag: string]: Kind } = { ...EVERYWHERE, ...FLAGS[command].flags };
  const words: string[] = [];
  const flags = new Map<string, string>();
  const all = new Map<string, string[]>();
  for (let at = command.split(" ").length; at < args.length; at++) {
    const arg = args[at]!;
    if (!arg.startsWith("-") || arg === "-") {
      words.push(arg);
      continue;
    }
    const [, dashes, written, , value] = /^(--?)([^=]*)(=(.*))?$/s.exec(arg)!;
    const name = dashes === "-" ? SHORT[written!] : written!;
    if (name === undefined || known[name] === undefined) {
      const what = dashes === "-" ? `shorthand flag: '${written}' in ${arg}` : `flag: ${arg.split("=")[0]}`;
      return { refusal: `unknown ${what}` };
    }
    let given = value;
    if (given === undefined && known[name] === "switch") given = "true";
    if (given === undefined) {
      at += 1;
      given = args[at];
      if (given === undefined) return { refusal: `flag needs an argument: --${name}` };
    }
    flags.set(name, given);
    all.set(name, [...(all.get(name) ?? []), given]);
  }
  const [least, most] = FLAGS[command].words;
  if (words.length > most) return { refusal: `accepts at most ${most} arg(s), received ${words.length}` };
  if (words.length < least)
    return { refusal: `accepts between ${least} and ${most} arg(s), received ${words.length}` };
  return { command, words, flags, all };
}

type Kind = "switch" | "value";

const GROUPS = ["config", "ips", "machine", "secrets"];

const SHORT: { readonly [letter: string]: string } = {
  a: "app",
  c: "config",
  i: "image",
  y: "yes",
  j: "json",
  e: "env",
  r: "region",
};

const EVERYWHERE = { "access-token": "value", debug: "switch", verbose: "switch", help: "switch" } as const;
const APP = { app: "value", config: "value" } as const;

/** By command: what flyctl 0.4.87 knows, and how many words it takes (`internal/command` in its repository). */
const FLAGS: {
  readonly [command in Command]: {
    readonly flags: { readonly [flag: string]: Kind };
    readonly words: readonly [number, number];
  };
} = {
  version: { flags: { json: "switch" }, words: [0, 0] },
  "config validate": {
    flags: { ...APP, strict: "switch", machines: "switch", nomad: "switch" },
    words: [0, 0],
  },
  "ips list": { flags: { ...APP, json: "switch" }, words: [0, 0] },
  "ips allocate-v4": { flags: { ...APP, shared: "switch", region: "value", yes: "switch" }, words: [0, 0] },
  "machine list": { flags: { ...APP, json: "switch", quiet: "switch" }, words: [0, 0] },
  "machine exec": { flags: { ...APP, json: "switch", timeout: "value", select: "switch" }, words: [1, 2] },
  releases: { flags: { ...APP, json: "switch", image: "switch" }, words: [0, 0] },
  "secrets list": { flags: { ...APP, json: "switch" }, words: [0, 0] },
  "secrets import": {
    flags: { ...APP, stage: "switch", detach: "switch", "dns-checks": "switch" },
    words: [0, 0],
  },
  deploy: {
    flags: {
      ...APP,
      image: "value",
      "image-label": "value",
      label: "value",
      "build-only": "switch",
      push: "switch",
      "local-only": "switch",
      "remote-only": "switch",
      depot: "switch",
      dockerfile: "value",
      "build-arg": "value",
      ha: "switch",
      strategy: "value",
      "max-unavailable": "value",
      "wait-timeout": "value",
      "release-command-timeout": "value",
      "skip-release-command": "switch",
      detach: "switch",
      "smoke-checks": "switch",
      "dns-checks": "switch",
      yes: "switch",
      "no-public-ips": "switch",
      env: "value",
      regions: "value",
      "only-regions": "value",
      "exclude-regions": "value",
      "only-machines": "value",
      "exclude-machines": "value",
      "process-groups": "value",
      "update-only": "switch",
    },
    words: [0, 1],
  },
};

function commandOf([first, second]: readonly string[]): Command | undefined {
  const wanted = GROUPS.includes(first ?? "") ? `${first} ${second}` : first;
  return (Object.keys(FLAGS) as Command[]).find((known) => known === wanted); // the keys are the commands
}
