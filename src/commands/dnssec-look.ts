import { keyOf } from "../../dns/name.ts";
import { ROOT_ZONE } from "../delegation/root-servers.ts";
import { noteLook } from "../dnssec/key-looks.ts";
import { printLooks } from "../dnssec/looks-file.ts";
import { lookedLines } from "../dnssec/standing-lines.ts";
import { WorldError } from "../files/world-error.ts";
import type { SourceZone } from "../source/source-zone.ts";
import type { Nameserver } from "../verify/types.ts";
import { lookAtKeys } from "../watch/look-at-keys.ts";
import { addressesOf } from "../watch/look-at-zones.ts";
import type { World } from "../world.ts";
import type { Signing } from "./dnssec-signing.ts";
import { readLooks } from "./dnssec-task.ts";
import type { Printed } from "./program.ts";

/** Where to look, and where to write what was seen. */
export interface LookOrder {
  readonly signing: Signing;
  readonly zone: SourceZone;
  /** Empty: those of `_config.yaml`. */
  readonly server: readonly Nameserver[];
  readonly parent?: readonly Nameserver[];
  readonly resolver?: readonly Nameserver[];
  readonly looks?: string;
}

/** Asks all nameservers of a zone for its keys and all servers of its parent for its DS, and notes down what they show. */
export async function look(order: LookOrder, world: World): Promise<Printed> {
  const { signing, zone, looks: path, server, parent, resolver } = order;
  if (path === undefined)
    throw new WorldError("Nobody would know what was seen: name a file for it with --looks");
  const before = await readLooks(path, world.files);
  world.progress.step("Asking for keys and DS");
  const where = {
    nameservers: addressesOf(zone, server),
    start: parent === undefined ? ROOT_ZONE : { ...ROOT_ZONE, servers: parent },
    way: {
      asker: await world.asker(),
      resolver: world.resolver(resolver),
      port: parent?.[0]?.port ?? DNS_PORT,
    },
  };
  const seen = await lookAtKeys(zone, where, "dnssec look", world);
  world.progress.end();
  const noted = noteLook(before.get(keyOf(zone.origin)) ?? {}, seen.look);
  await world.output.write(path, printLooks(new Map(before).set(keyOf(zone.origin), noted)));
  const lines = [
    `${signing.name}, as it is seen:`,
    ...(signing.keys === undefined ? [] : lookedLines(zone.origin, signing.keys, noted)).map(
      (line) => `  ${line}`,
    ),
    ...seen.gaps.map((gap) => `  Not seen: ${gap}.`),
    `Written: ${JSON.stringify(path)}.`,
  ];
  return { text: `${lines.join("\n")}\n`, exitCode: 0 };
}

const DNS_PORT = 53;
