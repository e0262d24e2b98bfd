import { performance } from "node:perf_hooks";
import type { Nameserver } from "../verify/types.ts";
import { realFiles } from "../world/files.ts";
import { type BellPatience, folderBell } from "../world/folder-bell.ts";
import { type FolderState, folderState, isSameState, keptFiles } from "../world/kept-files.ts";
import type { World } from "../world.ts";
import { askServed } from "./ask.ts";
import { answerHtml, noAnswerHtml } from "./ask-html.ts";
import type { FindBase } from "./live-base.ts";
import { LocalNameserver } from "./local-nameserver.ts";
import { startPageServer } from "./page-server.ts";
import { readQuestion } from "./question.ts";
import { liveSession } from "./session.ts";
import type { LiveState } from "./state.ts";

/** How a folder is watched. */
export interface WatchSettings {
  readonly folder: string;
  /** An empty folder for zone files. */
  readonly scratch: string;
  readonly findBase: FindBase;
  /** Of the page; 0 for any free one. */
  readonly port: number;
  /** Whom the nameserver asks for targets of ALIAS; those of the machine where it is left out. */
  readonly resolvers?: readonly Nameserver[] | undefined;
  /** Takes every state, with the page's address. */
  readonly show: (state: LiveState, url: string) => void;
  readonly patience?: BellPatience;
}

/** A folder that is watched, until it is stopped. */
export interface Watching {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Watches a folder: resolves when it has been looked at for the first time, and the page is there. */
export async function watchZones(settings: WatchSettings, world: World): Promise<Watching> {
  const { folder, scratch, findBase, port, resolvers, show, patience } = settings;
  let seen: FolderState = new Map();
  const nameserver = new LocalNameserver(scratch, world, resolvers);
  const page = await startPageServer({ state: () => session.state(), ask }, port);
  const session = liveSession({
    ...{ folder, findBase, nameserver },
    files: keptFiles(realFiles, () => seen),
    now: world.now,
    clock: () => performance.now(),
    show: (state) => {
      show(state, page.url);
      page.tell(state.number);
    },
  });
  const look = async () => {
    const now = folderState(folder);
    if (isSameState(now, seen) && session.state() !== undefined) return;
    seen = now;
    await session.look();
  };
  let failed: unknown;
  const fail = (error: unknown) => {
    failed ??= error;
  };
  await look();
  const bell = folderBell(folder, () => void look().catch(fail), patience);
  await look(); // what was saved before the bell hung
  return {
    url: page.url,
    async stop() {
      bell.close();
      await page.close();
      await nameserver.stop();
      if (failed !== undefined) throw failed;
    },
  };

  async function ask(text: string) {
    const question = readQuestion(text);
    if ("why" in question) return noAnswerHtml(question.why);
    const { served } = nameserver;
    if (served === undefined) return noAnswerHtml("Nothing is served yet.");
    return answerHtml(await askServed(question, served, world.builtInAsker));
  }
}
