import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { BUNDLES, writeBundle } from "../../scripts/bundle.ts";
import { NAMESERVERS, type Nameserver, oursBy } from "../nameservers.ts";
import { programOnPath } from "./machine.ts";

/** What ours is called in results. */
export const OURS = "zonepipe";
/** Those that ours is compared with: the better of them. */
/** What the other checkout is called, measured once, and once again. */
export const BASE = "base";
export const BASE_AGAIN = "base again";
export const COMPARED: readonly string[] = ["NSD", "Knot"];

/** A peer, its program and Debian's package of it. */
const PEERS = [
  ["NSD", "nsd", "nsd"],
  ["Knot", "knotd", "knot"],
  ["BIND", "named", "bind9"],
] as const;

/** Those that are installed, and a line for each that is not. */
export function installedPeers(names: readonly string[]): {
  readonly peers: readonly Nameserver[];
  readonly missing: readonly string[];
} {
  const wanted = PEERS.filter(([name]) => names.includes(name));
  const there = wanted.filter(([, program]) => programOnPath(program) !== undefined);
  const missing = wanted.filter((each) => !there.includes(each));
  return {
    peers: there.map(([name]) => NAMESERVERS.find((each) => each.name === name)!), // it has all three
    missing: missing.map(
      ([name, program, of]) => `no ${name}: ${program} is not installed (Debian's package ${of})`,
    ),
  };
}

/** Ours as it is shipped: the server in one file. */
export interface Ours {
  /** The one file. */
  readonly server: string;
  readonly nameserver: Nameserver;
}

/**
 * Bundles the server of a checkout. It runs by a copy of Node: pages of the program that this process shares with it would count
 * for half of their size otherwise.
 */
export async function bundleOurs(name: string, checkout: string, folder: string): Promise<Ours> {
  const bundle = BUNDLES.find(({ file }) => file === "server.js")!; // it is shipped
  const file = `${name.replaceAll(" ", "-")}.js`;
  await writeBundle({ ...bundle, file, entry: join(checkout, bundle.entry) }, folder);
  const node = join(folder, `node-${name.replaceAll(" ", "-")}`);
  copyFileSync(process.execPath, node);
  const server = join(folder, file);
  return { server, nameserver: oursBy(name, [node, "--no-warnings", server], []) };
}
