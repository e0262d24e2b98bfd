import {
  allocateIpv4,
  askVersion,
  buildImage,
  deployImage,
  execOnMachine,
  listAddresses,
  listMachines,
  listReleases,
  listSecrets,
  secretsInput,
  stageSecrets,
  validateConfig,
} from "../deploy/fly/command-lines.ts";
import type { Fly } from "../deploy/fly/fly.ts";
import { FlyError } from "../deploy/fly/fly-error.ts";
import { parseAddresses } from "../deploy/fly/parse-addresses.ts";
import { parseBuild } from "../deploy/fly/parse-build.ts";
import { parseExec } from "../deploy/fly/parse-exec.ts";
import { parseMachines } from "../deploy/fly/parse-machines.ts";
import { parseReleases } from "../deploy/fly/parse-releases.ts";
import { parseSecrets } from "../deploy/fly/parse-secrets.ts";
import { parseVersion } from "../deploy/fly/parse-version.ts";
import { WorldError } from "../files/world-error.ts";
import { type CommandLog, eachLine } from "./command-log.ts";
import { flyctlEnvironment } from "./flyctl-environment.ts";
import { type ProgramEnd, type ProgramLimits, type ProgramOutput, runFlyctl } from "./flyctl-process.ts";
import { hideSecrets } from "./hide-secrets.ts";

/** How long flyctl may take, in milliseconds. */
export interface FlyctlLimits {
  /** It may print nothing for so long when it is asked something. */
  readonly question: number;
  /** And when it does something: it prints a line for each machine, and waits for one as long as fly.toml says. */
  readonly order: number;
  /** It was asked to end. */
  readonly grace: number;
}

const LIMITS: FlyctlLimits = { question: 120_000, order: 900_000, grace: 10_000 };

/** Fly.io by way of the program flyctl. Nothing runs before something is asked of it. */
export function flyctl(token: string | undefined, log: CommandLog, limits: FlyctlLimits = LIMITS): Fly {
  const { question, order, grace } = limits;
  const ask = async (doing: string, words: readonly string[]) =>
    (await run({ doing, words, token, limits: { silence: question, grace } })).stdout;
  const act = (doing: string, words: readonly string[]) =>
    run({ doing, words, token, log, limits: { silence: order, grace } });
  return {
    version: async () => parseVersion(await ask("ask flyctl for its version", askVersion())),
    validate: async (app, config) => {
      await act(`check the fly.toml of "${app}"`, validateConfig(app, config));
    },
    addresses: async (app) => parseAddresses(await ask(`list the addresses of "${app}"`, listAddresses(app))),
    allocateIpv4: async (app) => {
      await act(`allocate an IPv4 address for "${app}"`, allocateIpv4(app));
    },
    machines: async (app) => parseMachines(await ask(`list the machines of "${app}"`, listMachines(app))),
    releases: async (app) => parseReleases(await ask(`list the releases of "${app}"`, listReleases(app))),
    build: async (order) => {
      const { stdout, stderr } = await act(`build the image for "${order.app}"`, buildImage(order));
      return parseBuild(order, [stdout, stderr]);
    },
    deploy: async (order) => {
      await act(`deploy "${order.app}"`, deployImage(order));
    },
    secrets: async (app) => parseSecrets(await ask(`list the secrets of "${app}"`, listSecrets(app))),
    stageSecrets: async (app, secrets) => {
      const doing = `set secrets of "${app}"`;
      const limits = { silence: question, grace };
      const hidden = [...secrets.values()].flatMap((value) => [value, ...value.split(":").slice(-1)]);
      await run({ doing, words: stageSecrets(app), token, limits, input: secretsInput(secrets), hidden });
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
  readonly limits: ProgramLimits;
  /** What it reads; nothing unless given. */
  readonly input?: string;
  /** Secrets of its input, which are shown nowhere. */
  readonly hidden?: readonly string[];
}

const LAST_LINES = 20;

/** What flyctl printed. */
interface Printed {
  readonly stdout: string;
  readonly stderr: string;
}

async function run({ doing, words, token, log, limits, input, hidden = [] }: Call): Promise<Printed> {
  const environment = flyctlEnvironment(process.env, token);
  const secrets = [environment.FLY_API_TOKEN ?? "", ...hidden];
  const last: string[] = [];
  const block = log?.open(`flyctl ${hideSecrets(words.join(" "), secrets)}`);
  const show = (line: string) => {
    const shown = hideSecrets(line, secrets);
    block?.print(shown);
    if (shown.trim() !== "") last.push(shown);
    if (last.length > LAST_LINES) last.shift();
  };
  // One for each stream: half a line of the one is not the beginning of a line of the other.
  const lines = { stdout: eachLine(show), stderr: eachLine(show) };
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  try {
    const ended = await start(words, environment, limits, input, {
      stdout: (data) => {
        stdout.push(data);
        if (block !== undefined) lines.stdout.push(data); // what is only read is JSON, and no message for a person
      },
      stderr: (data) => {
        stderr.push(data);
        lines.stderr.push(data);
      },
    });
    lines.stdout.end();
    lines.stderr.end();
    if (ended.wasSilent) throw silent(doing, limits.silence, last.join("\n"));
    if (ended.code !== 0) throw failure(doing, ended.code, last.join("\n"));
    return { stdout: Buffer.concat(stdout).toString("utf8"), stderr: Buffer.concat(stderr).toString("utf8") };
  } finally {
    block?.close();
  }
}

async function start(
  words: readonly string[],
  environment: { readonly [name: string]: string },
  limits: ProgramLimits,
  input: string | undefined,
  output: ProgramOutput,
): Promise<ProgramEnd> {
  try {
    return await runFlyctl(words, environment, output, limits, input);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException; // of spawn
    const reason = code === "ENOENT" ? INSTALL : message;
    throw new WorldError(`Cannot run flyctl: ${reason}`, { cause: error });
  }
}

const INSTALL =
  "install it (in a workflow, superfly/flyctl-actions/setup-flyctl does) and put it on the PATH";

function silent(doing: string, silence: number, lastLines: string): FlyError {
  const seconds = Math.round(silence / 1_000);
  const said = tellingLine(lastLines);
  return new FlyError(
    `Cannot ${doing}: flyctl printed nothing for ${seconds} seconds, so it was ended${said === undefined ? "" : `; the last it said was "${said}"`}`,
    "timeout",
    lastLines,
  );
}

function failure(doing: string, code: number | null, lastLines: string): FlyError {
  const said = tellingLine(lastLines);
  const what = said === undefined ? "" : `; it said "${said}"`;
  const reason = reasonOf(code, lastLines);
  const how = code === null ? "was ended by a signal" : `exited with ${code}${REASON_TEXTS[reason]}`;
  return new FlyError(`Cannot ${doing}: flyctl ${how}${what}`, reason, lastLines);
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

const LEASED = /failed to get lease on VM|lease currently held by/;

function reasonOf(code: number | null, lastLines: string): FlyError["reason"] {
  if (code === null || code === INTERRUPTED) return "cancelled";
  if (code === DEADLINE) return "timeout";
  return LEASED.test(lastLines) ? "leased" : "failed";
}

const REASON_TEXTS: { readonly [reason in FlyError["reason"]]: string } = {
  failed: "",
  timeout: ", because it waited too long",
  cancelled: ", because it was interrupted",
  leased: ", because another flyctl holds a machine, or was ended and has left it so",
};
