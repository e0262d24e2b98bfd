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
}

/**
 * A session that has not looked yet.
 *
 * @param publish takes what is wrong with a file, by its path: of each file when that is another than before
 * @param later does something when what has come meanwhile is taken
 */
export function lspSession(
  folder: string,
  files: Overlay,
  publish: (path: string, diagnostics: readonly Diagnostic[]) => void,
  settings: { readonly rulesFolder?: string; readonly later: (act: () => void) => void },
): LspSession {
  const read = workspaceReader(folder, files);
  let workspace = emptyWorkspace(folder);
  let published = new Map<string, string>();
  let isWanted = false;
  let working: Promise<void> | undefined;
  return { folder, touch, now };

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

  async function goOn(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      workspace = await read();
      if (!isWanted) publishAll(diagnosticsOf(workspace, settings.rulesFolder));
    }
  }

  function publishAll(found: ReadonlyMap<string, readonly Diagnostic[]>): void {
    const next = new Map<string, string>();
    for (const [path, diagnostics] of found) {
      const shown = JSON.stringify(diagnostics);
      next.set(path, shown);
      if (published.get(path) !== shown) publish(path, diagnostics);
    }
    for (const path of published.keys()) if (!found.has(path)) publish(path, []);
    published = next;
  }
}
