import { asTable, asTables, type Finding, shown, type Table } from "./fly-toml-values.ts";

/** What in a fly.toml makes machines that are no nameservers, or that do not come back. */
export function checkGroups(table: Table): Finding[] {
  return [
    ...checkProcesses(asTable(table.processes)),
    ...checkCommand(asTable(table.experimental)),
    ...checkVolumes(table.mounts),
    ...asTables(table.restart).flatMap(checkRestart),
    ...checkUnavailable(asTable(table.deploy)),
  ];
}

/** Each group has machines of its own, all with the image of the zones, and every machine is asked for them. */
function checkProcesses(processes: Table): Finding[] {
  const groups = Object.keys(processes);
  if (groups.length > 1) {
    return [
      {
        at: "processes",
        rule: "fly-processes",
        message: `[processes] has ${groups.length} groups (${groups.join(", ")}); expected none, for every machine has to be a nameserver`,
        help: "Give what else runs an app of its own.",
      },
    ];
  }
  return groups.map((group) =>
    processes[group] === "" ? empty(group) : replaced(`processes.${group}`, `[processes] has ${group}`),
  );
}

/** flyctl refuses it: `config validate` as well as every release. */
function empty(group: string): Finding {
  return {
    at: `processes.${group}`,
    rule: "fly-command",
    message: `[processes] has ${group} with an empty command, which flyctl does not take`,
    help: "Remove [processes]: the image has its own command.",
  };
}

function checkCommand(experimental: Table): Finding[] {
  return ["cmd", "entrypoint", "exec"]
    .filter((key) => experimental[key] !== undefined)
    .map((key) => replaced(`experimental.${key}`, `[experimental] has ${key}`));
}

function replaced(at: string, what: string): Finding {
  return {
    at,
    severity: "warning",
    rule: "fly-command",
    message: `${what}, which runs in the place of the image's own command`,
    help: "Remove it: the image starts the nameserver with its zones, its permissions and its user.",
  };
}

function checkVolumes(mounts: unknown): Finding[] {
  if (mounts === undefined) return [];
  return [
    {
      at: "mounts",
      severity: "warning",
      rule: "fly-volume",
      message:
        "[mounts] ties each machine to the one host that has its volume, and the nameserver keeps nothing there",
      help: "Remove it: the zones are in the image.",
    },
  ];
}

function checkRestart({ policy }: Table, index: number): Finding[] {
  if (policy !== "never" && policy !== "no") return [];
  return [
    {
      at: `restart.${index}.policy`,
      rule: "fly-restart",
      message: `policy is ${shown(policy)}; expected "always": a machine that ends would stay away`,
      help: 'Write policy = "always".',
    },
  ];
}

/** From 1 on it is a number of machines, below it a part of them; flyctl takes a third of them where nothing is written. */
function checkUnavailable({ max_unavailable: most }: Table): Finding[] {
  if (most === 1) return [];
  const found =
    most === undefined
      ? "max_unavailable is missing, so that a third of the machines are away at the same time"
      : `max_unavailable is ${shown(most)}: so many machines are away at the same time`;
  return [
    {
      at: most === undefined ? "deploy" : "deploy.max_unavailable",
      severity: "warning",
      rule: "fly-unavailable",
      message: `${found} when somebody runs \`fly deploy\` by hand`,
      help: "Write max_unavailable = 1 under [deploy], as zonepipe's own releases have it.",
    },
  ];
}
