import { keyOf, type Name } from "../../dns/name.ts";
import { checkDelegation, isDelegatedRightly } from "../delegation/check-delegation.ts";
import { delegationsToJson, printDelegations } from "../delegation/print.ts";
import { ROOT_ZONE } from "../delegation/root-servers.ts";
import { startRun } from "../run.ts";
import { withoutCatalog } from "../source/source-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, HTML, parseOrigin, parseServer } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface DelegationOptions {
  readonly zone?: Name;
  readonly parent?: readonly Nameserver[];
  readonly resolver?: readonly Nameserver[];
  readonly json: boolean;
}

/** `zonepipe delegation`: what the parents' servers say of the zones, beside what the zones say. */
export function addDelegation({ command, action }: Program): void {
  command("delegation", "compare NS, glue and DS at the parents with the zones")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .option("--zone <name>", "this zone alone", parseOrigin)
    .option(
      "--parent <addr:port>",
      "a server of the parent, or of a zone above it (again for each; default: the root's servers)",
      parseServer,
    )
    .option(
      "--resolver <addr:port>",
      "who knows addresses that a referral does not give (default: the machine's resolver)",
      parseServer,
    )
    .option("--json", "print what was found as JSON", false)
    .option(...HTML)
    .addHelpText(
      "after",
      "\nA DS that fits no key of the zone comes first: with it, validating resolvers answer nothing of the zone." +
        "\nExit codes: 0 delegated rightly, 1 not, or errors in the zones, 2 the outside world failed.",
    )
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, options: DelegationOptions): Promise<Printed> {
  const { zone: only, parent, resolver, json } = options;
  const { zones, refused, finish } = await startRun("delegation", folder, world);
  if (refused) return { report: finish("wrong"), json };
  const chosen = withoutCatalog(zones).filter(
    ({ origin }) => only === undefined || keyOf(origin) === keyOf(only),
  );
  if (chosen.length === 0)
    return { text: `There is no such zone in ${JSON.stringify(folder)}\n`, exitCode: 1 };
  world.progress.step("Asking the parents");
  const way = {
    asker: await world.asker(),
    resolver: world.resolver(resolver),
    port: parent?.[0]?.port ?? 53,
  };
  // Servers that are given may be of any zone above: where their referrals lead is followed as from the root.
  const start = parent === undefined ? ROOT_ZONE : { ...ROOT_ZONE, servers: parent };
  const delegations = await Promise.all(chosen.map((zone) => checkDelegation(zone, start, way)));
  world.progress.end();
  const exitCode = delegations.every(isDelegatedRightly) ? 0 : 1;
  return json
    ? { json: delegationsToJson(delegations), exitCode }
    : { text: printDelegations(delegations), exitCode };
}
