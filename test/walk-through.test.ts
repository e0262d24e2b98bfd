import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { fencedBlocks } from "./documents/fenced-blocks.ts";
import { zonepipe } from "./end-to-end/cli.ts";
import { requireTool } from "./tools.ts";

const DOCS = join(import.meta.dirname, "../docs");

/** Pages whose blocks are files and commands, to be written and typed from top to bottom in an empty folder. */
const PAGES = ["tutorial.md", "guides/from-bind.md", "guides/from-octodns.md"];

test.skipIf(!requireTool("dig", "bind9-dnsutils")).each(PAGES)(
  "whoever types what docs/%s says sees what it shows",
  async (page) => {
    const home = mkdtempSync(join(tmpdir(), "zonepipe-walk-through-"));
    let folder = join(home, "here"); // pages write beside it, too
    mkdirSync(folder);
    try {
      for (const { language, text } of fencedBlocks(readFileSync(join(DOCS, page), "utf8"))) {
        const [, path] = /^[#;] (\S+)\n/.exec(text) ?? [];
        if (path !== undefined) write(join(folder, path), text);
        if (language !== "console") continue;
        for (const [command = "", ...shown] of text
          .split(/^\$ /m)
          .filter((part) => part !== "")
          .map(linesOf)) {
          const [program, ...args] = command.split(" ");
          if (program === "cd") folder = join(folder, args[0]!);
          else if (program === "git" || program === "rm") execFileSync(program, args, { cwd: folder });
          else expect(asShown((await zonepipe(folder, ...args)).stdout)).toMatch(patternOf(shown));
        }
      }
    } finally {
      rmSync(home, { recursive: true });
    }
  },
);

function linesOf(part: string): string[] {
  return part.trimEnd().split("\n");
}

/** A file with all the folders that it lies in. */
function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** What differs from day to day and from machine to machine, in one form. */
function asShown(text: string): string {
  return text
    .replace(/\b20\d{6}(\d\d)\b/g, "DATE$1")
    .replace(/127\.0\.0\.1:\d+/g, "PLACE")
    .replace(/dig \S+ in [\d.]+ s/g, "dig")
    .replace(/as expected +[\d.]+ \/ [\d.]+ ms \(median \/ slowest\) .*/g, "as expected")
    .trimEnd();
}

/** The lines, where a line of `…` stands for any number of them. */
function patternOf(shown: readonly string[]): RegExp {
  const parts = asShown(shown.join("\n"))
    .split(/\n?^…$\n?/m)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join("[^]*")}$`);
}
