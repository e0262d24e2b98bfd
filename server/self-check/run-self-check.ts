import { keyOf, type Name, printName } from "../../dns/name.ts";
import { printProblem } from "../../dns/problem.ts";
import { showLines } from "../../dns/show-hidden.ts";
import { SOA, ZONEMD } from "../../dns/type-numbers.ts";
import { CONTENT } from "../../dns/zonemd.ts";
import { askTcp } from "../ask/ask-tcp.ts";
import { authoritative } from "../ask/authority.ts";
import { findKeySignatures } from "../zones/find-key-signatures.ts";
import { findZoneFiles, type ZoneFile } from "../zones/zone-files.ts";
import { askAliases } from "./ask-aliases.ts";
import { readBuild } from "./build.ts";
import { printZone, type Renumbered } from "./print-zone.ts";
import { type SelfCheck, selfCheck } from "./self-check.ts";
import { readSelfCheckSettings, SELF_CHECK_USAGE, type SelfCheckSettings } from "./self-check-settings.ts";

const HEALTHY = 0;
const NOT_HEALTHY = 1;
const USAGE = 2;

/**
 * `server.js self-check`: asks the server that runs beside us, prints what it answers, and gives the exit code.
 * `args` are the words after `self-check`, `hostname` is this machine's, `folder` that of the program.
 */
export async function runSelfCheck(
  args: readonly string[],
  environment: { readonly [name: string]: string | undefined },
  hostname: string,
  folder: string,
): Promise<number> {
  const settings = readSelfCheckSettings(args, environment, hostname, folder);
  if (settings === "help") {
    process.stdout.write(SELF_CHECK_USAGE);
    return HEALTHY;
  }
  if ("error" in settings) {
    process.stderr.write(`${showLines(settings.error)}\n\n${SELF_CHECK_USAGE}`);
    return USAGE;
  }
  if (settings.records !== undefined) {
    return await printRecords(settings.records, findZoneFiles(settings.zones).files, settings);
  }
  const result = await checkFolder(settings);
  process.stdout.write(`${JSON.stringify(result)}\n`);
  return result.healthy ? HEALTHY : NOT_HEALTHY;
}

/** Asks the server for every zone that has a file; a file that cannot be one is a problem, too. */
export async function checkFolder(settings: SelfCheckSettings): Promise<SelfCheck> {
  const { files, problems: found } = findZoneFiles(settings.zones);
  const origins = files.map(({ origin }) => origin);
  const fileOf = new Map(files.map(({ origin, file }) => [origin, file]));
  const [result, aliases] = await Promise.all([
    selfCheck(
      settings,
      origins,
      readBuild(settings.build),
      (origin) => findKeySignatures(fileOf.get(origin)!, origin).rrsigs, // each has one
    ),
    settings.http && askAliases(settings.http),
  ]);
  const problems = [...found.map(printProblem), ...result.problems];
  const told = aliases === undefined ? {} : { aliases };
  return { ...result, ...told, keys: settings.keys, healthy: problems.length === 0, problems };
}

/**
 * The zone as it stands in its file, which must have the serial that the server answers, or from which it goes on with each window
 * of its signatures; where the answered one is another, with the SOA, ZONEMD and policy that the server answers for it.
 */
async function printRecords(
  origin: Name,
  files: readonly ZoneFile[],
  settings: SelfCheckSettings,
): Promise<number> {
  const file = files.find((zone) => keyOf(zone.origin) === keyOf(origin));
  if (file === undefined) return complain(`${printName(origin)} is not served here`);
  const { zones, problems } = await selfCheck(settings, [file.origin], readBuild(settings.build));
  if (problems.length > 0) return complain(problems.join("\n"));
  const { serial: answered, signed } = zones[0]!; // one was asked for
  const first = signed === null ? answered : signed.first;
  const print = (text: string) => void process.stdout.write(text);
  const isRenumbered = first !== null && settings.serials?.get(keyOf(origin)) === first;
  const made =
    isRenumbered || signed !== null
      ? await askForNumbers(file.origin, settings, signed === null ? undefined : CONTENT)
      : undefined;
  if (made !== undefined && "fault" in made) return complain(made.fault);
  const state = settings.keyStates?.get(keyOf(origin));
  const policy = signed !== null && state?.counter === signed.counter ? state : undefined;
  const serial = printZone(file, print, made && { ...made, policy });
  if (isRenumbered || serial === first) return HEALTHY;
  return complain(`${file.file} has the serial ${serial}, but the server answers ${answered}`);
}

async function askForNumbers(
  name: Name,
  { tcp }: SelfCheckSettings,
  scheme: number | undefined,
): Promise<Renumbered | { readonly fault: string }> {
  const types = [SOA, ZONEMD];
  const answers = await askTcp(tcp)(
    types.map((type) => ({ name, type })),
    performance.now() + PATIENCE,
  );
  const [soa, zonemd] = answers.map((answer, index) => {
    const found = authoritative(answer);
    return "fault" in found ? found : found.answer.filter(({ type }) => type === types[index]);
  });
  if ("fault" in soa!) return soa;
  if ("fault" in zonemd!) return zonemd;
  const digests = zonemd!.map(({ rdata }) => rdata);
  return {
    soa: soa![0]!.rdata, // the self-check had one just now
    zonemd: digests.filter((rdata) => scheme === undefined || rdata.charCodeAt(ZONEMD_SCHEME) === scheme),
  };
}

const ZONEMD_SCHEME = 4; // where it stands (RFC 8976 §2.2.2)

const PATIENCE = 2_000; // milliseconds

function complain(problem: string): number {
  process.stderr.write(`${showLines(problem)}\n`);
  return NOT_HEALTHY;
}
