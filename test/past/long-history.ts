import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** How large a made-up history is. */
export interface HistorySize {
  /** Each touches the zones. */
  readonly commits: number;
  /** In each zone's file. */
  readonly records: number;
  readonly zones: number;
}

/**
 * Makes a repository in an empty folder in which every commit changes one address of one zone, in turn. Its zones are
 * `zone0.example` and so on, and in each stand `host0` and so on. The same size gives the same commits.
 */
export function makeLongHistory(folder: string, { commits, records, zones }: HistorySize): void {
  const git = (args: readonly string[], input = "") =>
    execFileSync("git", ["-C", folder, ...args], { input, env: ENVIRONMENT, maxBuffer: 2 ** 30 });
  git(["init", "-q", "-b", "main"]);
  const addresses = Array.from({ length: zones }, () => Array.from({ length: records }, () => 0));
  const stream = join(folder, ".git", "stream");
  writeFileSync(stream, file("zones/_config.yaml", CONFIG, 0));
  for (let index = 0; index < commits; index++) {
    const zone = index % zones;
    const host = (STRIDE * Math.floor(index / zones)) % records;
    addresses[zone]![host] = (addresses[zone]![host]! + 1) % 256;
    writeFileSync(stream, file(`zones/zone${zone}.example.yaml`, zoneOf(addresses[zone]!), index + 1), {
      flag: "a",
    });
  }
  execFileSync("sh", ["-c", 'git -C "$1" fast-import --quiet < "$2"', "sh", folder, stream], {
    env: ENVIRONMENT,
  });
  git(["reset", "-q", "--hard", "main"]);
}

const STRIDE = 7_919; // a prime, so that every host has its turn
const FIRST = 1_600_000_000; // seconds since 1970
const CONFIG = "nameservers: [{name: ns1.example.net.}, {name: ns2.example.net.}]\n";
const ENVIRONMENT = {
  PATH: process.env.PATH,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
};

/** A commit with one file, as `git fast-import` reads it. */
function file(path: string, text: string, index: number): string {
  const message = `Change ${index}`;
  return [
    "commit refs/heads/main",
    `mark :${index + 1}`,
    `committer Somebody <somebody@example.com> ${FIRST + 3_600 * index} +0000`,
    `data ${message.length}`,
    message,
    ...(index === 0 ? [] : [`from :${index}`]),
    `M 100644 inline ${path}`,
    `data ${text.length}`,
    text,
    "",
  ].join("\n");
}

function zoneOf(addresses: readonly number[]): string {
  return addresses
    .map((last, host) => `host${host}:\n  type: A\n  ttl: 300\n  value: 192.0.2.${last}\n`)
    .join("");
}
