import { execFileSync } from "node:child_process";
import { accessSync, constants, readFileSync } from "node:fs";
import { cpus, loadavg, release, totalmem } from "node:os";
import { delimiter, join } from "node:path";
import type { Machine } from "./result.ts";

/** The machine that this runs on. */
export function describeMachine(): Machine {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() ?? "unknown processor",
    processors: processors.length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    kernel: `${process.platform} ${release()}`,
    load: loadavg()[0]!,
  };
}

/** The versions of all that take part and are installed. */
export function describeVersions(checkout: string): { readonly [program: string]: string } {
  const versions = {
    zonepipe: commitOf(checkout),
    NSD: lineOf("nsd", ["-v"], /NSD version (\S+)/),
    Knot: lineOf("knotd", ["--version"], /version (\S+)/),
    BIND: lineOf("named", ["-v"], /BIND (\S+)/),
    Node: process.versions.node,
    dnsperf: lineOf("dnsperf", ["-h"], /Version (\S+)/),
    system: systemName(),
  };
  return Object.fromEntries(
    Object.entries(versions).filter((each): each is [string, string] => each[1] !== undefined),
  );
}

/** Where a program is, by the PATH; undefined where it is not. */
export function programOnPath(program: string): string | undefined {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** The commit of a checkout, and whether it is that exactly, but for what is kept of runs. */
export function commitOf(checkout: string): string {
  const git = (...words: readonly string[]) =>
    execFileSync("git", ["-C", checkout, ...words], { encoding: "utf8" }).trim();
  try {
    const commit = git("rev-parse", "--short=12", "HEAD");
    const changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!bench/results");
    return changed === "" ? commit : `${commit}, changed`;
  } catch {
    return "unknown commit";
  }
}

/** Some programs tell their versions on standard error, some with an exit code. */
function lineOf(program: string, words: readonly string[], pattern: RegExp): string | undefined {
  if (programOnPath(program) === undefined) return undefined;
  try {
    const command = ["-c", '"$@" 2>&1 || true', "sh", program, ...words];
    return pattern.exec(execFileSync("sh", command, { encoding: "utf8" }))?.[1];
  } catch {
    return undefined;
  }
}

function systemName(): string | undefined {
  try {
    return /^PRETTY_NAME="?(.*?)"?$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  } catch {
    return undefined;
  }
}
