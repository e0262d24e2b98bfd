import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BUNDLES, writeBundle } from "../../scripts/bundle.ts";
import { NAMESERVERS, type Nameserver, oursBy, type Site } from "../nameservers.ts";
import { programOnPath } from "./machine.ts";

/** What ours is called in results. */
export const OURS = "zonepipe";
/** What the other checkout is called, measured once, and once again. */
export const BASE = "base";
export const BASE_AGAIN = "base again";
/** Those that ours is compared with: the better of them. */
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

/**
 * Bundles the server of a checkout, as it is shipped: in one file. It runs by a copy of Node: pages of the program that this process shares with it would count
 * for half of their size otherwise.
 */
export async function bundleOurs(name: string, checkout: string, folder: string): Promise<Nameserver> {
  const { head, ...bundle } = BUNDLES.find((each) => each.file === "server.js")!; // it is shipped
  const file = `${name.replaceAll(" ", "-")}.js`;
  const hasHead = existsSync(join(checkout, "server/start/head.ts")); // a checkout from before has none
  await writeBundle(
    { ...bundle, file, entry: join(checkout, bundle.entry), ...(hasHead && head ? { head } : {}) },
    folder,
  );
  writeFileSync(join(folder, "package.json"), '{"type":"module"}\n'); // as in the image
  const node = join(folder, "node");
  if (!existsSync(node)) copyFileSync(process.execPath, node);
  return oursBy(name, [node, "--no-warnings", join(folder, file)], []);
}

/** Ours as it starts in its image, with tables that were made of the zones before and what was compiled of the program, and as it starts with their text alone. */
export function bothStarts(ours: Nameserver): readonly Nameserver[] {
  const text = (site: Site) => [...ours.prepare(site), "--tables", "none"];
  const tables = (site: Site) => {
    const command = ours.prepare(site);
    const [program, ...words] = command.slice(0, command.indexOf("--listen"));
    const zones = command[command.indexOf("--zones") + 1]!;
    execFileSync(program!, [...words, "--check", "--zones", zones, "--write-tables"], { stdio: "ignore" });
    execFileSync(program!, [...words, "--zones", zones, "--write-code"], { stdio: "ignore" });
    return command;
  };
  return [
    { name: ours.name, prepare: tables },
    { name: `${ours.name}, from text`, prepare: text },
  ];
}
