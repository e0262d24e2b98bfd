import { isError, type Problem } from "../dns/problem.ts";
import { type LiveBase, withProblemsOnce } from "../src/live/live-base.ts";
import { liveSession } from "../src/live/session.ts";
import type { LiveState } from "../src/live/state.ts";
import { readBase } from "../src/plan/pull-request.ts";
import { reportParts } from "../src/report/html/html.ts";
import { mainParts, pageParts } from "../src/report/html/page.ts";
import { answerOf } from "./answer.ts";
import { faultsOfNames, namedFiles } from "./file-names.ts";
import { FOLDER, filesOf } from "./files.ts";
import { linkOf, readLink, type Written } from "./link.ts";
import { pageNameserver } from "./nameserver.ts";
import { type Outside, outsideOf } from "./outside.ts";
import { pageSerials } from "./serials.ts";

/** What the page shows of what was written. */
interface Shown {
  /** What was found, as HTML: the header of the report, and its sections. */
  readonly head: string;
  readonly sections: string;
  readonly title: string;
  /** The rendered zone files; empty as long as there are errors. */
  readonly zoneFile: string;
  /** How many errors and warnings there are in each file, by its name. */
  readonly counts: { readonly [name: string]: readonly [errors: number, warnings: number] };
  /** What is wrong with the names of files, and with the addresses of targets; empty where nothing is. */
  readonly names: string;
  readonly outside: string;
  /** Milliseconds from the text to all of this. */
  readonly took: number;
}

const MOST_OF_PAGE = 400_000; // characters that are put into the page at each stroke

let written: Written = { files: [], addresses: "", question: "" };
let outside: Outside = outsideOf("");
let state: LiveState | undefined;
let base: { readonly key: string; readonly base: LiveBase & { readonly kind: "zones" } } | undefined;

const started = new Date();
const now = () => started; // serials and days stay as long as somebody reads
const serials = pageSerials(started);
const nameserver = pageNameserver({
  now,
  serialOf: (zone) => serials.serialOf(zone, isCompared() ? base?.base.base : undefined),
  ask: (name, type) => outside.ask(name, type),
});
const session = liveSession({
  folder: FOLDER,
  files: {
    list: (folder) => filesOf(textsOf("text")).list(folder),
    read: (path) => filesOf(textsOf("text")).read(path),
    realPath: (path) => filesOf(textsOf("text")).realPath(path),
  },
  findBase,
  nameserver,
  now,
  clock: () => performance.now(),
  show: (next) => {
    state = next;
  },
  command: "playground",
});

async function look(next: Written): Promise<Shown> {
  written = next;
  outside = outsideOf(next.addresses);
  const began = performance.now();
  await session.look();
  const { report } = state!; // a look shows at least one
  const { title, header, sections } = reportParts(report, MOST_OF_PAGE);
  return {
    title,
    head: pageParts({ header, sections }).html,
    sections: mainParts({ sections }).html,
    zoneFile: report.problems.some(isError) ? "" : nameserver.texts().join("\n"),
    counts: countsOf(report.problems),
    names: faultsOfNames(next.files).join(" "),
    outside: outside.problems.join(" "),
    took: performance.now() - began,
  };
}

async function ask(text: string): Promise<string> {
  return (await answerOf(text, nameserver, state)).html;
}

function countsOf(problems: readonly Problem[]): Shown["counts"] {
  const counts: { [name: string]: [errors: number, warnings: number] } = {};
  for (const problem of problems) {
    const { file, severity } = problem;
    const name = file.slice(FOLDER.length + 1);
    const count = counts[name] ?? [0, 0];
    counts[name] = count;
    if (isError(problem)) count[0] += 1;
    else if (severity === "warning") count[1] += 1;
  }
  return counts;
}

async function findBase(): Promise<LiveBase | undefined> {
  if (!isCompared()) return undefined;
  const before = textsOf("before");
  const key = JSON.stringify([...before]);
  if (base?.key !== key) {
    const read = withProblemsOnce(await readBase(FOLDER, filesOf(before)));
    const shownOf = (origin: Parameters<typeof serials.shownOf>[1]) => serials.shownOf(read, origin);
    base = { key, base: { kind: "zones", base: read, words: "the files as they were", shownOf } };
  }
  return base.base;
}

function isCompared(): boolean {
  return written.files.some(({ before }) => before.trim() !== "");
}

function textsOf(which: "text" | "before"): ReadonlyMap<string, string> {
  const named = [...namedFiles(written.files).values()].map((file) => [file.name, file[which]] as const);
  return new Map(named.filter(([, text]) => which === "text" || text.trim() !== ""));
}

// The page's own script, which is plain text, calls these by this name.
Reflect.set(globalThis, "zonepipe", { look, ask, linkOf, readLink });
