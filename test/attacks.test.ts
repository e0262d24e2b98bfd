import { Ajv } from "ajv";
import { describe, expect, test, vi } from "vitest";
import { reportSchema } from "../scripts/report-schema.ts";
import { annotate } from "../src/action/annotate.ts";
import { printComment, printSummary } from "../src/action/faces.ts";
import { toAnnotations } from "../src/report/annotations.ts";
import { reportToJson } from "../src/report/json.ts";
import { printMarkdown } from "../src/report/markdown/markdown.ts";
import type { Report } from "../src/report/report.ts";
import { toSarif } from "../src/report/sarif/sarif.ts";
import { printTerminal } from "../src/report/terminal.ts";
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

describe.each(PLACES)("in %s", (_, reportWith) => {
  const benign = facesOf(reportWith("x"));

  test.each(ATTACKS)("a text that would %s does nothing, and can be read", (_, text) => {
    const faces = facesOf(reportWith(text));

    expect(faces.terminal.replaceAll("\n", "")).not.toMatch(CONTROL);
    for (const name of ["comment", "summary", "file"] as const) {
      const markdown = faces[name];
      expect(markdown.replaceAll("\n", "")).not.toMatch(CONTROL);
      const active = withoutOurs(activeMarkdown(markdown));
      for (const [what, pattern] of ACTS)
        expect([what, pattern.exec(active)?.[0]]).toEqual([what, undefined]);
      // A file has no limit: it has the lines, and each line the cells, that it has with a harmless text.
      if (name === "file") expect(shapeOf(active)).toEqual(shapeOf(withoutOurs(activeMarkdown(benign.file))));
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
    expect(legible(faces.annotations[0]!.message)).toContain(shown);
    expect(legible(messagesOf(faces.sarif).join())).toContain(shown);
    expect(JSON.parse(JSON.stringify(faces.json)).problems[0].message).toBe(`Found ${text}`);
  });
});

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
