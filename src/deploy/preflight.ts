import { type Name, printName } from "../../dns/name.ts";
import { isError, type Problem } from "../../dns/problem.ts";
import type { Zone } from "../../dns/zone.ts";
import { policyIn } from "../dnssec/policy.ts";
import type { AskResolver } from "../lint/ask-resolver.ts";
import { type SourceZone, withoutCatalog } from "../source/source-zone.ts";
import type { World } from "../world.ts";
import type { ConfiguredApp } from "./apps.ts";
import { checkAddresses } from "./check-addresses.ts";
import { checkMachines } from "./check-machines.ts";
import { checkParents } from "./check-parents.ts";
import type { Failure, Finding } from "./failure.ts";
import type { Fly, FlyAddress } from "./fly/fly.ts";
import { FlyError } from "./fly/fly-error.ts";
import { readFlyToml } from "./fly/fly-toml.ts";

/** What is to be looked at before anything is touched. */
export interface PreflightOrder {
  readonly apps: readonly ConfiguredApp[];
  /** The zones as they are to be deployed. */
  readonly zones: readonly (Zone & Pick<SourceZone, "role">)[];
  /** An app without a dedicated IPv4 address may be given one, which costs money. */
  readonly allowIpAllocation: boolean;
  /** Zones (by key) that go out although the parent's DS fits no key of theirs. */
  readonly allowBogus: ReadonlySet<Name>;
}

/** What was found. */
export interface Preflight {
  /** What is wrong with the files fly.toml. An error among them is a reason to stop. */
  readonly problems: readonly Problem[];
  /** What has to be put right before a deployment. */
  readonly failures: readonly Failure[];
  /** Sentences without their final stops. */
  readonly warnings: readonly string[];
}

/** flyctl's flags and the JSON that it prints were checked with this version. */
const LEAST_FLYCTL = "0.4.87";

/** Looks whether a deployment can work, and says of everything that stands in its way what to run. */
export async function preflight(
  order: PreflightOrder,
  { fly, validator }: Pick<World, "fly" | "validator">,
  resolve: AskResolver,
): Promise<Preflight> {
  const problems = order.apps.flatMap(
    ({ configFile, configText }) => readFlyToml(configFile, configText).problems,
  );
  const findings: Finding[] = [
    ...checkVersion(await fly.version()),
    ...(await checkValidator(order.zones, validator)),
  ];
  const addresses = new Map<string, readonly FlyAddress[]>();
  for (const configured of order.apps) {
    const { app, nameservers } = configured;
    const reached = await reach(app, fly);
    if ("what" in reached) {
      findings.push(reached);
      continue;
    }
    findings.push(...(await checkConfig(configured, fly)));
    const had = reached.addresses.some(({ kind }) => kind === "v4");
    const mayAllocate = !had && order.allowIpAllocation;
    const known = mayAllocate ? await allocate(app, fly) : reached.addresses;
    if (mayAllocate)
      findings.push({ warning: `${app} got a dedicated IPv4 address, which costs $2 a month` });
    addresses.set(app, known);
    findings.push(...checkAddresses(app, known, nameservers));
    findings.push(...checkMachines(app, await fly.machines(app)));
  }
  findings.push(
    ...(await checkParents(
      { ...order, zones: withoutCatalog(order.zones) },
      [...addresses.values()].flat(),
      resolve,
    )),
  );
  return {
    problems: distinct(problems),
    failures: findings.flatMap((finding) => ("what" in finding ? [finding] : [])),
    warnings: findings.flatMap((finding) => ("warning" in finding ? [finding.warning] : [])),
  };
}

/** Nothing stands in the way. */
export function isReady({ problems, failures }: Preflight): boolean {
  return failures.length === 0 && !problems.some(isError);
}

function checkVersion(version: string): Finding[] {
  if (!isOlder(version, LEAST_FLYCTL)) return [];
  return [
    {
      what: `flyctl is ${version}; expected ${LEAST_FLYCTL} or later, whose answers zonepipe knows`,
      run: "flyctl version upgrade",
    },
  ];
}

/** After a release of signed zones a validator looks at them: without one nobody would know that they hold. */
async function checkValidator(
  zones: PreflightOrder["zones"],
  validator: World["validator"],
): Promise<Failure[]> {
  const signed = zones.find((zone) => policyIn(zone) !== undefined);
  if (signed === undefined || (await validator()) !== undefined) return [];
  return [
    {
      what: `${printName(signed.origin)} is signed, and delv, which looks after a release whether its signatures hold, is not installed here`,
      run: "apt-get install bind9-dnsutils (Debian, Ubuntu), or brew install bind (Homebrew)",
    },
  ];
}

/** By their numbers alone: a version before a release counts as the release. */
function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((each) => each.split(/[.-]/).slice(0, 3).map(Number));
  const at = a!.findIndex((number, index) => number !== b![index]);
  return at !== -1 && a![at]! < b![at]!;
}

/** An app's addresses, or why it cannot be reached. */
async function reach(
  app: string,
  fly: Fly,
): Promise<{ readonly addresses: readonly FlyAddress[] } | Failure> {
  try {
    return { addresses: await fly.addresses(app) };
  } catch (error) {
    if (error instanceof FlyError && error.reason === "failed") return refusal(app, error);
    throw error;
  }
}

/** What flyctl has against a fly.toml, beside what keeps a nameserver from answering. */
async function checkConfig({ app, config, configFile }: ConfiguredApp, fly: Fly): Promise<Failure[]> {
  try {
    await fly.validate(app, config);
    return [];
  } catch (error) {
    if (!(error instanceof FlyError && error.reason === "failed")) throw error;
    const said = error.lastLines
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !/^Validating /.test(line));
    return [
      {
        what: `flyctl does not take ${configFile}: ${said.join(" ").slice(0, MAX_SAID) || error.message}`,
        run: `fly config validate --strict -c ${configFile} -a ${app}`,
      },
    ];
  }
}

const MAX_SAID = 500; // characters

/** What flyctl says is told in words of ours where it is known. */
function refusal(app: string, { lastLines, message }: FlyError): Failure {
  if (
    /authenticated|unauthori[sz]ed|not authorized|access token|token (is )?(invalid|expired)/i.test(lastLines)
  ) {
    return {
      what: `Fly.io does not take the token for "${app}"`,
      run: `fly tokens create deploy -a ${app} -x 8760h (the secret FLY_API_TOKEN; for several apps, fly tokens create org)`,
    };
  }
  if (/could not find app|app not found/i.test(lastLines)) {
    return { what: `There is no app "${app}" that this token may see`, run: `fly apps create ${app}` };
  }
  return { what: message, run: `fly status -a ${app}` };
}

async function allocate(app: string, fly: Fly): Promise<readonly FlyAddress[]> {
  await fly.allocateIpv4(app);
  return await fly.addresses(app);
}

/** Apps may share a file. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
