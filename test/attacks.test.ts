import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test, vi } from "vitest";
import { reportSchema } from "../scripts/report-schema.ts";
import { annotate } from "../src/action/annotate.ts";
import { printComment, printSummary } from "../src/action/faces.ts";
import { commandsFor } from "../src/commands/all.ts";
import { program } from "../src/commands/program.ts";
import { toAnnotations } from "../src/report/annotations.ts";
import { reportToJson } from "../src/report/json.ts";
import { printMarkdown } from "../src/report/markdown/markdown.ts";
import type { Report } from "../src/report/report.ts";
import { toSarif } from "../src/report/sarif/sarif.ts";
import { printTerminal } from "../src/report/terminal.ts";
import { eachLine, plainLog, workflowLog } from "../src/world/command-log.ts";
import { progressOn } from "../src/world/progress.ts";
import { activeMarkdown } from "./active-markdown.ts";
import { ATTACKS } from "./attacks.ts";
import { closed } from "./closed-schema.ts";
import { PLACES } from "./hostile-reports.ts";
import { CODE_SCANNING_SCHEMA } from "./sarif-schema.ts";

const LINKS = {
  repository: "https://github.com/example-org/dns",
  head: "0".repeat(40),
  run: "https://github.com/run",
};
const CONTROL =
  /[\p{Cc}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u200c-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/u;
const ACTS: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["HTML", /<(?!(?:\/?details|\/?summary|br)>)/],
  ["a link or an image", /\]\(|\]\[|!\[|^\s*\[[^\]]*\]:/m],
  ["an address", /https?:\/\/|ftp:\/\/|\bwww\./i],
  ["a mention", /@\w/],
  ["a reference", /#\d|\bGH-\d/i],
  ["an entity", /&#?\w+;/],
];

const validateJson = new Ajv({ strict: false }).compile(closed(reportSchema()));
const validateSarif = new Ajv().compile(CODE_SCANNING_SCHEMA);

/** What a nameserver said has its own lines, under a label. */
const OF_LINES = [
  "what was expected",
  "what came",
  "what was answered before",
  "what is answered now",
  "what the model of answers says",
];

describe.each(PLACES)("in %s", (place, reportWith) => {
  const benign = facesOf(reportWith("x"));
  const [benignLines, benignShape] = [
    linesOf(benign.terminal),
    shapeOf(withoutOurs(activeMarkdown(benign.file))),
  ];

  test.each(ATTACKS)("a text that would %s does nothing, and can be read", (_, text) => {
    const faces = facesOf(reportWith(text));

    expect(faces.terminal.replaceAll("\n", "")).not.toMatch(CONTROL);
    if (!OF_LINES.includes(place)) expect(linesOf(faces.terminal)).toBe(benignLines);
    for (const name of ["comment", "summary", "file"] as const) {
      const markdown = faces[name];
      expect(markdown.replaceAll("\n", "")).not.toMatch(CONTROL);
      const active = withoutOurs(activeMarkdown(markdown));
      for (const [what, pattern] of ACTS)
        expect([what, pattern.exec(active)?.[0]]).toEqual([what, undefined]);
      // A file has no limit: it has the lines, and each line the cells, that it has with a harmless text.
      if (name === "file") expect(shapeOf(active)).toEqual(benignShape);
    }
    expect(faces.comment.length).toBeLessThanOrEqual(65_000);

    for (const { message } of faces.annotations) expect(message).not.toMatch(CONTROL);
    for (const line of faces.commands) expect(line).toMatch(/^::(error|warning|notice)( [^\n]*)?::[^\r\n]*$/);
    expect(faces.commands).toHaveLength(benign.commands.length);

    expect([validateJson(faces.json), validateJson.errors]).toEqual([true, null]);
    expect([validateSarif(faces.sarif), validateSarif.errors]).toEqual([true, null]);
    for (const message of messagesOf(faces.sarif)) {
      expect(message).not.toMatch(CONTROL);
      expect(message).not.toMatch(/\]\(|\{\d+\}/);
    }
  });
});

describe("every face shows a text as it was written, with what hides spelled out", () => {
  const [, reportWith] = PLACES[0]!; // the message of a problem, which all faces have

  test.each(ATTACKS)("a text that would %s", (_, text) => {
    const faces = facesOf(reportWith(text));
    const shown = legible(text).slice(0, 200);
    expect(legible(faces.terminal)).toContain(shown);
    expect(legible(faces.file)).toContain(shown);
    expect(legible(faces.annotations.map(({ message }) => message).join())).toContain(shown);
    expect(legible(messagesOf(faces.sarif).join())).toContain(shown);
    expect(JSON.parse(JSON.stringify(faces.json)).problems[0].message).toBe(`Found ${text}`);
  });
});

describe("beside a report", () => {
  test.each(ATTACKS)("a text that would %s does nothing", (_, text) => {
    let log = "";
    const write = (chunk: string) => {
      log += chunk;
      return true;
    };
    const stream = { isTTY: false, write } as unknown as NodeJS.WriteStream; // all that it uses
    progressOn(stream, () => 0).step(`Reading ${text}`);
    for (const open of [plainLog, workflowLog].map((make) => make(write).open)) {
      const block = open(`flyctl deploy ${text}`);
      const lines = eachLine(block.print);
      lines.push(Buffer.from(text));
      lines.end();
      block.close();
    }
    // Tabs are left to programs that print columns.
    expect(log.replace(/[\n\t]/g, "")).not.toMatch(CONTROL);
    const [step, title, ...rest] = log.split("\n");
    expect(step).toMatch(/^Reading /);
    expect(title).toMatch(/^flyctl deploy /);
    const block = rest.slice(rest.findIndex((line) => line.startsWith("::group::")));
    const [group, stop, ...more] = block;
    expect(group).toMatch(/^::group::flyctl deploy /);
    const token = /^::stop-commands::(.{36})$/.exec(stop!)?.[1];
    expect(more.slice(-3)).toEqual([`::${token}::`, "::endgroup::", ""]);
  });
});

test("a file in zones/ whose name acts on a terminal is shown by its letters alone, by every command", async () => {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-attacks-"));
  const zones = join(folder, "zones");
  mkdirSync(zones);
  const name = "\u001b[2J\n::error::x\n\u202e✔ All is well\u009b.yaml";
  writeFileSync(join(zones, name), "www: {type: A, value: x}\n");
  const old = join(folder, "\u001b[31m\n✔ old");
  writeFileSync(old, "x 60 IN A 1\n");
  const runs = [
    ["check", zones],
    ["check", zones, "--json"],
    ["import", join(folder, "new"), "--zone-file", old, "--origin", "example.com"],
    ["check", `${zones}\u001b[1m\n✔ none`],
    ["check", "--\u001b[1m\n✔"],
    ["\u001b[1m\n✔"],
  ];
  for (const words of runs) {
    const { code, shown } = await runInProcess(words);
    expect(code).not.toBe(0);
    expect(shown.replaceAll("\n", "")).not.toMatch(CONTROL);
    expect(shown).not.toMatch(/^(✔|::)/m);
    expect(shown).toMatch(/u\{?0*1b\b/);
  }
  rmSync(folder, { recursive: true });
});

/** A run of the command line, and all that it wrote. */
async function runInProcess(words: readonly string[]): Promise<{ code: unknown; shown: string }> {
  let shown = "";
  const write = (chunk: unknown) => {
    shown += String(chunk);
    return true;
  };
  const spies = [process.stdout, process.stderr].map((each) =>
    vi.spyOn(each, "write").mockImplementation(write),
  );
  try {
    const cli = program();
    for (const add of await commandsFor(words[0])) add(cli);
    await cli.run(["node", "zonepipe", ...words]);
    return { code: process.exitCode, shown };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = undefined;
  }
}

function facesOf(report: Report) {
  const annotations = toAnnotations(report);
  return {
    terminal: printTerminal(report, false),
    comment: printComment(report, LINKS, 65_000),
    summary: printSummary(report, "the artifact"),
    file: printMarkdown(report),
    annotations,
    commands: commandsOf(annotations),
    json: JSON.parse(JSON.stringify(reportToJson(report))) as unknown,
    sarif: toSarif(report, { version: "1.2.3", inRepository: (file) => file }),
  };
}

/** What the runner would read of the annotations. */
function commandsOf(annotations: ReturnType<typeof toAnnotations>): string[] {
  let written = "";
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
  try {
    annotate(annotations);
  } finally {
    spy.mockRestore();
  }
  return written.split("\n").filter((line) => line !== "");
}

/** Without the links and alerts that we write ourselves. */
function withoutOurs(active: string): string {
  return active
    .replaceAll(/\[[^\]]*\]\(https:\/\/github\.com\/[\w./#%~!*'-]*\)/g, "link")
    .replaceAll(/^> \[!(CAUTION|WARNING)\]$/gm, "alert");
}

function linesOf(text: string): number {
  return text.split("\n").length;
}

/** The number of bare pipes in each line. */
function shapeOf(active: string): number[] {
  return active.split("\n").map((line) => line.split("|").length);
}

function messagesOf(log: object): string[] {
  const [{ results, invocations }] = (log as { runs: [{ results: Said[]; invocations: [Told] }] }).runs; // a log of ours
  const { toolExecutionNotifications: a, toolConfigurationNotifications: b } = invocations[0];
  return [...results, ...a, ...b].map(({ message }) => message.text);
}

interface Said {
  readonly message: { readonly text: string };
}

interface Told {
  readonly toolExecutionNotifications: Said[];
  readonly toolConfigurationNotifications: Said[];
}

/** Without escapes, the marks of parting, and with what hides spelled out. */
function legible(text: string): string {
  return text
    .replaceAll("\u200b", "")
    .replace(
      /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu,
      (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`,
    )
    .replaceAll("\\", "")
    .replaceAll("u{200b}", "");
}
