import { requireTool } from "../tools.ts";

/** What a differential run needs beside ours, and the Debian packages that have it. */
const TOOLS = [
  ["nsd", "nsd"],
  ["knotd", "knot"],
  ["named", "bind9"],
  ["dnssec-signzone", "bind9-utils"],
  ["ldns-signzone", "ldnsutils"],
] as const;

/** True when all of it is there; see `requireTool`. */
export function requireServers(): boolean {
  return TOOLS.map(([program, debianPackage]) => requireTool(program, debianPackage)).every((found) => found);
}
