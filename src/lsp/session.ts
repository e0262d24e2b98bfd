import type { SourceText } from "../zones/yaml/source-text.ts";
import { type Diagnostic, diagnosticsOf } from "./diagnostics.ts";
import type { Overlay } from "./overlay.ts";
import { emptyWorkspace, type Workspace, workspaceReader } from "./workspace.ts";

/** One folder of zones that somebody edits. */
export interface LspSession {
  readonly folder: string;
  /** Something in it is another now: it is read again as soon as all that has come is taken. */
  readonly touch: () => void;
  /** The folder as it is now, read to the end. */
  readonly now: () => Promise<Workspace>;
  /** Nobody has it open any more: what was told of it is taken back. */
  readonly close: () => void;
}

/** Takes what is wrong with a file, by its path; its text is left out where it is gone. */
export type Publish = (
  path: string,
  diagnostics: readonly Diagnostic[],
  source: SourceText | undefined,
) => void;

/**
 * A session that has not looked yet.
 *
 * @param publish is told of each file when its problems are others than before
 * @param later does something when what has come meanwhile is taken
 */
export function lspSession(
  folder: string,
  files: Overlay,
  publish: Publish,
  settings: {
    readonly rulesFolder?: string;
    readonly later: (act: () => void) => void;
    readonly now: () => Date;
  },
): LspSession {
  const read = workspaceReader(folder, files, settings.now);
  let workspace = emptyWorkspace(folder);
  let published = new Map<string, string>();
  let isWanted = false;
  let isClosed = false;
  let working: Promise<void> | undefined;
  return { folder, touch, now, close };

  function touch(): void {
    isWanted = true;
    working ??= new Promise<void>((resolve) => settings.later(resolve)).then(goOn).finally(() => {
      working = undefined;
    });
  }

  async function now(): Promise<Workspace> {
    while (working !== undefined) await working;
    return workspace;
  }

  function close(): void {
    isClosed = true;
    for (const path of published.keys()) publish(path, [], undefined);
    published = new Map();
  }

  async function goOn(): Promise<void> {
    while (isWanted && !isClosed) {
      isWanted = false;
      workspace = await read();
      if (!isWanted && !isClosed) publishAll(diagnosticsOf(workspace, settings.rulesFolder));
    }
  }

  function publishAll(found: ReadonlyMap<string, readonly Diagnostic[]>): void {
    const next = new Map<string, string>();
    for (const [path, diagnostics] of found) {
      const shown = JSON.stringify(diagnostics);
      next.set(path, shown);
      if (published.get(path) !== shown) publish(path, diagnostics, workspace.texts.get(path));
    }
    for (const path of published.keys()) if (!found.has(path)) publish(path, [], workspace.texts.get(path));
    published = next;
  }
}
