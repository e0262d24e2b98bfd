import { findDrift } from "../drift/drift.ts";
import type { Nameserver } from "../verify/types.ts";
import { IANA_BOOTSTRAP } from "../watch/rdap/bootstrap.ts";
import { findClone } from "../world/clone.ts";
import { commitOf, gitFiles, headCommit } from "../world/git-files.ts";
import type { World } from "../world.ts";
import { DEFAULT_FOLDER, parseServer } from "./arguments.ts";
import type { Printed, Program } from "./program.ts";
import { onZones, ZONES_FOLDER } from "./zones-folder.ts";

interface DriftOptions {
  readonly commit?: string;
  readonly server: readonly Nameserver[];
  readonly outside: boolean;
  readonly parent?: readonly Nameserver[];
  readonly resolver?: readonly Nameserver[];
  readonly rdapBootstrap: string;
  readonly json: boolean;
}

/** `zonepipe drift`: what is published against a commit, by serial and digest, at every nameserver address. */
export function addDrift({ command, action }: Program): void {
  command("drift", "compare what every nameserver answers with the zones of a commit")
    .argument("[folder]", ZONES_FOLDER, DEFAULT_FOLDER)
    .option(
      "--commit <revision>",
      "the commit that was deployed: an id, a tag, HEAD~1, … (default: the one that is checked out)",
    )
    .option(
      "--server <addr:port>",
      "a nameserver to ask (again for each; default: those of _config.yaml)",
      parseServer,
      [],
    )
    .option(
      "--outside",
      "look at the parents, the registrations and the signatures, too, as the workflow does",
      false,
    )
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
    .option("--rdap-bootstrap <url>", "where the list of RDAP servers is (RFC 9224)", IANA_BOOTSTRAP)
    .option("--json", "print the report as JSON", false)
    .addHelpText(
      "after",
      "\nExit codes: 0 all answer as the commit says, 1 some do not or there is an alarm from outside, 2 nobody answers, or git failed.",
    )
    .action(action(onZones(run)));
}

async function run(world: World, folder: string, options: DriftOptions): Promise<Printed> {
  const { commit, server, json } = options;
  const clone = findClone();
  const of = await (commit === undefined ? headCommit(clone) : commitOf(clone, commit));
  const request = { folder, commit: of, files: await gitFiles(clone, folder, of), nameservers: server };
  const { parent: parents, resolver: resolvers, rdapBootstrap: bootstrapUrl } = options;
  const outside = options.outside ? { outside: { parents, resolvers, bootstrapUrl } } : {};
  const { report } = await findDrift({ ...request, ...outside }, world);
  return { report, json };
}
