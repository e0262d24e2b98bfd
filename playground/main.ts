import { askServed } from "../src/live/ask.ts";
import { answerHtml, noAnswerHtml } from "../src/live/ask-html.ts";
import { type LiveBase, withProblemsOnce } from "../src/live/live-base.ts";
import { readQuestion } from "../src/live/question.ts";
import { liveSession } from "../src/live/session.ts";
import type { LiveState } from "../src/live/state.ts";
import { readBase } from "../src/plan/pull-request.ts";
import { reportParts } from "../src/report/html/html.ts";
import { mainParts, pageParts } from "../src/report/html/page.ts";
import { FOLDER, filesOf } from "./files.ts";
import { linkOf, readLink, type Written } from "./link.ts";
import { pageNameserver } from "./nameserver.ts";

/** What the page shows of what was written. */
interface Shown {
  /** What was found, as HTML: the header of the report, and its sections. */
  readonly head: string;
  readonly sections: string;
  readonly title: string;
  /** The rendered zone file; empty as long as there are errors. */
  readonly zoneFile: string;
  /** Milliseconds from the text to all of this. */
  readonly took: number;
}

const MOST_OF_PAGE = 400_000; // characters that are put into the page at each stroke

let written: Written = { zone: "", text: "", config: "", before: "", question: "" };
let state: LiveState | undefined;
let base: { readonly key: string; readonly base: LiveBase } | undefined;

const nameserver = pageNameserver(() => new Date());
const session = liveSession({
  folder: FOLDER,
  files: {
    list: (folder) => filesOf(textsOf(written)).list(folder),
    read: (path) => filesOf(textsOf(written)).read(path),
    realPath: (path) => filesOf(textsOf(written)).realPath(path),
  },
  findBase,
  nameserver,
  now: () => new Date(),
  clock: () => performance.now(),
  show: (next) => {
    state = next;
  },
});

async function look(next: Written): Promise<Shown> {
  written = next;
  const started = performance.now();
  await session.look();
  const { title, header, sections } = reportParts(state!.report, MOST_OF_PAGE); // a look shows at least one
  const isRight = state!.standing === "same";
  return {
    title,
    head: pageParts({ header, sections }).html,
    sections: mainParts({ sections }).html,
    zoneFile: isRight ? nameserver.texts().join("\n") : "",
    took: performance.now() - started,
  };
}

async function ask(text: string): Promise<string> {
  const question = readQuestion(text);
  if ("why" in question) return noAnswerHtml(question.why).html;
  if (nameserver.served === undefined)
    return noAnswerHtml("The zone has errors, so nothing is served yet.").html;
  return answerHtml(await askServed(question, nameserver.served, nameserver.asker)).html;
}

async function findBase(): Promise<LiveBase | undefined> {
  if (written.before.trim() === "") return undefined;
  const key = JSON.stringify([written.zone, written.config, written.before]);
  if (base?.key !== key) {
    const files = filesOf(textsOf({ ...written, text: written.before }));
    const read = withProblemsOnce(await readBase(FOLDER, files));
    base = { key, base: { kind: "zones", base: read, words: "the zone as it was" } };
  }
  return base.base;
}

function textsOf({ zone, text, config }: Written): ReadonlyMap<string, string> {
  const own: [string, string][] =
    zone.trim() === "" ? [] : [[`${zone.trim().replace(/\.$/, "")}.yaml`, text]];
  return new Map([...own, ...(config.trim() === "" ? [] : [["_config.yaml", config] as const])]);
}

// The page's own script, which is plain text, calls these by this name.
Reflect.set(globalThis, "zonepipe", { look, ask, linkOf, readLink });
