import { exec } from "@actions/exec";
import {
  allocateIpv4,
  askVersion,
  buildImage,
  deployImage,
  execOnMachine,
  listAddresses,
  listMachines,
  listReleases,
} from "../fly/command-lines.ts";
import type { Fly } from "../fly/fly.ts";
import { FlyError } from "../fly/fly-error.ts";
import { parseAddresses } from "../fly/parse-addresses.ts";
import { parseBuild } from "../fly/parse-build.ts";
import { parseExec } from "../fly/parse-exec.ts";
import { parseMachines } from "../fly/parse-machines.ts";
import { parseReleases } from "../fly/parse-releases.ts";
import { parseVersion } from "../fly/parse-version.ts";
import { WorldError } from "../world.ts";
import { type CommandLog, eachLine } from "./command-log.ts";
import { flyctlEnvironment } from "./flyctl-environment.ts";
import { hideSecrets } from "./hide-secrets.ts";

/** Fly.io by way of the program flyctl. Nothing runs before something is asked of it. */
export function flyctl(token: string | undefined, log: CommandLog): Fly {
  const ask = (doing: string, words: readonly string[]) => run({ doing, words, token });
  const act = (doing: string, words: readonly string[]) => run({ doing, words, token, log });
  return {
    version: async () => parseVersion(await ask("ask flyctl for its version", askVersion())),
    addresses: async (app) => parseAddresses(await ask(`list the addresses of "${app}"`, listAddresses(app))),
    allocateIpv4: async (app) => {
      await act(`allocate an IPv4 address for "${app}"`, allocateIpv4(app));
    },
    machines: async (app) => parseMachines(await ask(`list the machines of "${app}"`, listMachines(app))),
    releases: async (app) => parseReleases(await ask(`list the releases of "${app}"`, listReleases(app))),
    build: async (order) => parseBuild(await act(`build the image for "${order.app}"`, buildImage(order))),
    deploy: async (order) => {
      await act(`deploy "${order.app}"`, deployImage(order));
    },
    exec: async (app, machine, command) =>
      parseExec(
        await ask(`run a command on machine ${machine} of "${app}"`, execOnMachine(app, machine, command)),
      ),
  };
}

/** One call of flyctl. */
interface Call {
  /** What we want, as it follows "Cannot". */
  readonly doing: string;
  readonly words: readonly string[];
  readonly token: string | undefined;
  /** Where its output is shown while it runs; nowhere unless given. */
  readonly log?: CommandLog;
}

const LAST_LINES = 20;

/** Gives what flyctl printed to its standard output. */
async function run({ doing, words, token, log }: Call): Promise<string> {
  const environment = flyctlEnvironment(process.env, token);
  const secrets = [environment.FLY_API_TOKEN ?? ""];
  const last: string[] = [];
  const block = log?.open(`flyctl ${hideSecrets(words.join(" "), secrets)}`);
  const show = eachLine((line) => {
    const shown = hideSecrets(line, secrets);
    block?.print(shown);
    if (shown.trim() !== "") last.push(shown);
    if (last.length > LAST_LINES) last.shift();
  });
  const stdout: Buffer[] = [];
  try {
    const code = await start(words, {
      silent: true,
      ignoreReturnCode: true,
      env: environment,
      listeners: {
        stdout: (data) => {
          stdout.push(data);
          if (block !== undefined) show.push(data); // what is only read is JSON, and no message for a person
        },
        stderr: (data) => show.push(data),
      },
    });
    show.end();
    if (code !== 0) throw failure(doing, code, last.join("\n"));
    return Buffer.concat(stdout).toString("utf8");
  } finally {
    block?.close();
  }
}

async function start(words: readonly string[], options: Parameters<typeof exec>[2]): Promise<number | null> {
  try {
    return (await exec("flyctl", [...words], options)) as number | null; // null after a signal, whatever its type says
  } catch (error) {
    throw new WorldError(
      "Cannot run flyctl: install it (in a workflow, superfly/flyctl-actions/setup-flyctl does) and put it on the PATH",
      { cause: error },
    );
  }
}

function failure(doing: string, code: number | null, lastLines: string): FlyError {
  const how = code === null ? "was ended by a signal" : `exited with ${code}`;
  const said = tellingLine(lastLines);
  const what = said === undefined ? "" : `; it said "${said}"`;
  return new FlyError(`Cannot ${doing}: flyctl ${how}${reasonText(code)}${what}`, reasonOf(code), lastLines);
}

/** The last line that begins as flyctl's errors do, or else the last one: one sentence for a report. */
function tellingLine(lastLines: string): string | undefined {
  const lines = lastLines.split("\n").filter((line) => line.trim() !== "");
  const telling = lines.findLast((line) => line.startsWith("Error: ")) ?? lines.at(-1);
  return telling
    ?.replace(/^Error: /, "")
    .trim()
    .slice(0, MAX_SAID);
}

const MAX_SAID = 300; // characters

const DEADLINE = 126; // flyctl's own deadline passed
const INTERRUPTED = 127;

function reasonOf(code: number | null): FlyError["reason"] {
  if (code === null || code === INTERRUPTED) return "cancelled";
  return code === DEADLINE ? "timeout" : "failed";
}

function reasonText(code: number | null): string {
  if (code === DEADLINE) return ", because it waited too long";
  return code === INTERRUPTED ? ", because it was interrupted" : "";
}
