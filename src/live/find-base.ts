import type { Files } from "../files/files.ts";
import { WorldError } from "../files/world-error.ts";
import { readBase } from "../plan/pull-request.ts";
import { published } from "../published/published.ts";
import { BRIEFLY } from "../published/shown-by-nameserver.ts";
import { type Clone, cloneAround } from "../world/clone.ts";
import { commitOf, gitFiles } from "../world/git-files.ts";
import type { World } from "../world.ts";
import { type FindBase, type LiveBase, withProblemsOnce } from "./live-base.ts";

/**
 * The zones of a commit. A revision that moves, as the last commit does, is looked for each time, and its zones are read when it
 * has moved. Where the folder lies in no repository, or that has no commit yet, there is no base.
 *
 * @param revision as git names it: `HEAD`, `main`, a commit
 */
export function baseOfCommit(folder: string, revision: string): FindBase {
  let clone: Clone | undefined;
  let known: Extract<LiveBase, { readonly kind: "zones" }> | undefined;
  return async () => {
    clone ??= cloneAround(".");
    if (clone === undefined) return undefined;
    const commit = await commitIn(clone, revision);
    if (commit === undefined || commit === known?.commit) return known;
    const files = await gitFiles(clone, folder, commit);
    const words = `${revision === "HEAD" ? "the last commit" : revision}, ${commit.slice(0, 12)}`;
    known = { kind: "zones", base: withProblemsOnce(await readBase(folder, files)), words, commit };
    return known;
  };
}

async function commitIn(clone: Clone, revision: string): Promise<string | undefined> {
  try {
    return await commitOf(clone, revision);
  } catch (error) {
    // A repository without a commit is no mistake; another revision that is not there is one.
    if (error instanceof WorldError && revision === "HEAD") return undefined;
    throw error;
  }
}

/** The zones of another folder, as it is when this begins. */
export function baseOfFolder(folder: string, files: Files): FindBase {
  let known: LiveBase | undefined;
  return async () => {
    known ??= {
      kind: "zones",
      base: withProblemsOnce(await readBase(folder, files)),
      words: `the folder ${folder}`,
    };
    return known;
  };
}

/** What nameservers show when this begins, and again when there are other zones. */
export function basePublished(folder: string, world: World): FindBase {
  let known: { readonly origins: string; readonly base: LiveBase } | undefined;
  return async (zones) => {
    const origins = zones.map(({ origin }) => origin).join();
    if (known?.origins === origins || zones.length === 0) return known?.base;
    const options = {
      folder,
      published: { kind: "nameservers", transfer: true },
      serialAbove: new Map(),
    } as const;
    const shown = await published(zones, options, world, BRIEFLY);
    known = {
      origins,
      base: { kind: "published", shown, words: "what the nameservers showed at the start" },
    };
    return known.base;
  };
}
