import { Argument, InvalidArgumentError, Option } from "commander";
import type { Name } from "../../dns/name.ts";
import { DEFAULT_ALGORITHM } from "../../dns/signing/algorithms.ts";
import { algorithmName, SIGNING_ALGORITHMS, signingAlgorithm } from "../dnssec/algorithms.ts";
import type { KeyTask } from "../dnssec/take-step.ts";
import { KEY_ROLES, type KeyRole } from "../dnssec/zone-keys.ts";
import { WorldError } from "../files/world-error.ts";
import type { Nameserver } from "../verify/types.ts";
import { askSecret } from "../world/ask-secret.ts";
import { forbidCores } from "../world/forbid-cores.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, parseOrigin, parseServer } from "./arguments.ts";
import { disable } from "./dnssec-disable.ts";
import { enable } from "./dnssec-enable.ts";
import { exportKey } from "./dnssec-export-key.ts";
import { importKey } from "./dnssec-import-key.ts";
import { look } from "./dnssec-look.ts";
import { roll } from "./dnssec-roll.ts";
import { signKeysBeforehand } from "./dnssec-sign-keys.ts";
import { readSigning, type Signing } from "./dnssec-signing.ts";
import { status } from "./dnssec-status.ts";
import { type LooksOf, taskOf, zoneIn } from "./dnssec-task.ts";
import { looksFrom } from "./looks-book.ts";
import type { Printed, Program } from "./program.ts";
import { ZONES_FOLDER, zonesFolderAt } from "./zones-folder.ts";

/** What is asked for on the command line. */
export interface DnssecOptions {
  readonly zones: string;
  readonly keys?: string;
  readonly algorithm?: string;
  readonly split: boolean;
  readonly nsec3: boolean;
  readonly public: boolean;
  readonly role: KeyRole;
  readonly tag?: number;
  readonly pem: boolean;
  readonly dsIsGone: boolean;
  readonly kskPublic?: string;
  readonly elsewhere: boolean;
  readonly windows: number;
  readonly module?: string;
  readonly token?: string;
  readonly cds: boolean;
  readonly looks?: string;
  readonly environment: string;
  readonly ksk: boolean;
  readonly zsk: boolean;
  readonly next: boolean;
  readonly server: readonly Nameserver[];
  readonly parent?: readonly Nameserver[];
  readonly resolver?: readonly Nameserver[];
  readonly json: boolean;
}

const WHAT = [
  "enable",
  "status",
  "look",
  "roll",
  "disable",
  "import-key",
  "export-key",
  "sign-keys",
] as const;

/** `zonepipe dnssec`: signing of zones, and their keys. */
export function addDnssec({ command, action }: Program): void {
  command("dnssec", "sign a zone with DNSSEC: make its keys, show how it stands, bring keys in and out")
    .addArgument(new Argument("<what>", "what to do").choices(WHAT))
    .argument("<zone>", "the zone, as in example.com", parseOrigin)
    .argument("[file]", "the key to import, or the file to export to")
    .option("--zones <folder>", ZONES_FOLDER, DEFAULT_FOLDER)
    .option(
      "--keys <folder>",
      "where private keys are kept, for nobody else to read; enable and roll without it make secrets of the apps of them",
    )
    .addOption(
      new Option(
        "--algorithm <name>",
        `enable, roll: what to sign with (enable: ${algorithmName(DEFAULT_ALGORITHM)})`,
      ).choices(SIGNING_ALGORITHMS),
    )
    .option("--split", "enable: one key for the keys and one for the zone", false)
    .option("--nsec3", "enable: prove by NSEC3, without iterations and salt (RFC 9276)", false)
    .option(
      "--ksk-public <file>",
      "enable: the public half of the key for the keys, which is kept elsewhere (implies --split)",
    )
    .option("--public", "import-key: the file has another provider's DNSKEY records", false)
    .option(
      "--elsewhere",
      "import-key: the file has the public half of a key of ours that is kept elsewhere",
      false,
    )
    .addOption(
      new Option("--role <role>", "import-key: what the key signs").choices(KEY_ROLES).default("csk"),
    )
    .option("--tag <number>", "export-key: which key, where the zone has several", parseTag)
    .option("--pem", "export-key: as PKCS#8 in PEM, not in BIND's format", false)
    .option("--ds-is-gone", "disable: no server of the parent has a DS, and its TTL has passed since", false)
    .option(
      "--windows <number>",
      "sign-keys: for how many weeks, this one included",
      parseWindows,
      HALF_A_YEAR,
    )
    .option("--module <path>", "sign-keys: the PKCS #11 module of the token that has the key")
    .option("--token <label>", "sign-keys: what the token is called")
    .option("--cds", "enable: ask the parent for the DS by CDS and CDNSKEY, when it may have it", false)
    .option("--looks <file>", "what was looked at: `look` writes it, and the others go by it")
    .option("--environment <name>", "without --looks: under which GitHub has the deployments", "zonepipe")
    .option("--ksk", "roll: the key that signs keys, where there are two", false)
    .option("--zsk", "roll: the key that signs the zone, where there are two", false)
    .option("--next", "roll: go on with what is under way, and begin nothing", false)
    .option(
      "--server <addr:port>",
      "look: a nameserver to ask (again for each; default: those of _config.yaml)",
      parseServer,
      [],
    )
    .option(
      "--parent <addr:port>",
      "look: a server of the parent, or of a zone above it (again for each; default: the root's servers)",
      parseServer,
    )
    .option(
      "--resolver <addr:port>",
      "look: who knows addresses that a referral does not give (default: the machine's resolver)",
      parseServer,
    )
    .option("--json", "status: print it as JSON", false)
    .addHelpText(
      "after",
      "\nThe public halves, their states and times are written into _keys.yaml beside the zones. Private halves are written into files" +
        "\nthat nobody else may read, or given to flyctl as secrets, and nowhere else: they are never printed. A second run says what stands, and makes nothing anew." +
        "\nsign-keys writes signatures over the zone's keys into _signatures, so that a key which signs keys alone may be kept elsewhere;" +
        "\nthe PIN of a token is asked for at the terminal, or stands in the variable ZONEPIPE_PKCS11_PIN." +
        "\n`look` asks all nameservers for the keys, and all servers of the parent for the DS. A step that has to wait for what was looked" +
        "\nat says for what, and until when, and changes nothing." +
        "\nExit codes: 0 done, 1 the zone or its keys are not in order, 2 usage or the outside world failed.",
    )
    .action(action(run));
}

async function run(
  world: World,
  what: (typeof WHAT)[number],
  origin: Name,
  file: string | undefined,
  options: DnssecOptions,
): Promise<Printed> {
  forbidCores(); // private keys are made and read from here on
  const folder = await zonesFolderAt(options.zones, world.files);
  const signing = await readSigning(folder, origin, world);
  const { keys: keysFolder, role, tag, pem, dsIsGone, json } = options;
  switch (what) {
    case "enable": {
      const order = {
        ...{ signing, folder, keysFolder, ksk: options.kskPublic },
        algorithm: options.algorithm === undefined ? DEFAULT_ALGORITHM : signingAlgorithm(options.algorithm)!, // one of the choices
        isSplit: options.split,
        denial: options.nsec3 ? "nsec3" : "nsec",
      } as const;
      return await enable(
        { ...order, task: await taskIn(folder, signing, options, world), isAsked: options.cds },
        world,
      );
    }
    case "status":
      return status(signing, json, world.now(), await taskIn(folder, signing, options, world));
    case "look":
      return await look({ signing, zone: await zoneIn(folder, signing, world), ...options }, world);
    case "roll":
      return await rollIn(folder, signing, options, world);
    case "disable":
      return await disable(signing, dsIsGone, world, await taskIn(folder, signing, options, world));
    case "import-key":
      return await importKey(
        { signing, file, keysFolder, isPublic: options.public, isElsewhere: options.elsewhere, role },
        world,
      );
    case "export-key":
      return await exportKey({ signing, file, keysFolder, tag, isPem: pem }, world);
    case "sign-keys": {
      const { windows: weeks, module, token: label } = options;
      if ((module === undefined) !== (label === undefined))
        throw new WorldError("A token is told by both --module and --token");
      const token = module === undefined || label === undefined ? undefined : { module, label };
      const pin = async () =>
        world.environment("ZONEPIPE_PKCS11_PIN") ?? (await askSecret(`PIN of the token ${label}: `));
      return await signKeysBeforehand({ signing, folder, weeks, keysFolder, token, pin }, world);
    }
    default:
      return what satisfies never;
  }
}

const HALF_A_YEAR = 26; // weeks
const MOST_WEEKS = 520; // ten years: whoever signs for longer has forgotten what for

function parseWindows(text: string): number {
  if (/^[1-9][0-9]{0,2}$/.test(text) && Number(text) <= MOST_WEEKS) return Number(text);
  throw new InvalidArgumentError(`Expected 1 to ${MOST_WEEKS} weeks; found ${JSON.stringify(text)}.`);
}

async function rollIn(
  folder: string,
  signing: Signing,
  options: DnssecOptions,
  world: World,
): Promise<Printed> {
  const { ksk, zsk, next, keys: keysFolder } = options;
  if (signing.keys === undefined) {
    throw new WorldError(
      `Cannot roll keys of ${signing.name}: it is not signed; begin with \`zonepipe dnssec enable ${signing.name}\``,
    );
  }
  if (ksk && zsk) throw new WorldError("Cannot roll both keys at once: name --ksk or --zsk");
  const algorithm = options.algorithm === undefined ? undefined : signingAlgorithm(options.algorithm);
  const part = ksk ? "ksk" : zsk ? "zsk" : undefined;
  const looks = await looksFor(options, world);
  const zone = await zoneIn(folder, signing, world);
  const task = taskOf(signing, signing.keys, zone, looks, world.now());
  return await roll(
    { signing, task, order: { algorithm, part }, isOnlyNext: next, folder, keysFolder },
    world,
  );
}

/** Undefined where nothing was looked at, or the zone has no keys. */
async function taskIn(
  folder: string,
  signing: Signing,
  options: DnssecOptions,
  world: World,
): Promise<KeyTask | undefined> {
  const looks = await looksFor(options, world);
  if (looks === undefined || signing.keys === undefined) return undefined;
  return taskOf(signing, signing.keys, await zoneIn(folder, signing, world), looks, world.now());
}

async function looksFor({ looks: path, environment }: DnssecOptions, world: World): Promise<LooksOf> {
  const looks = await looksFrom(path, environment, world);
  world.progress.end();
  return looks && ((zone) => looks.get(zone) ?? {});
}

function parseTag(text: string): number {
  if (/^[0-9]{1,5}$/.test(text) && Number(text) <= 0xffff) return Number(text);
  throw new InvalidArgumentError(`Expected a key tag from 0 to 65535; found ${JSON.stringify(text)}.`);
}
