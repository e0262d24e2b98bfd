import { posix } from "node:path";
import type { Files } from "../files/files.ts";
import type { Overlay } from "./overlay.ts";
import { type LspSession, lspSession, type Publish } from "./session.ts";

/** The folders that an editor has open, each with its session. */
export interface OpenFolders {
  readonly open: (root: string) => Promise<void>;
  readonly close: (root: string) => void;
  readonly all: () => readonly LspSession[];
  /** The session to which a file belongs; of several the innermost folder's. */
  readonly of: (path: string) => LspSession | undefined;
}

/** No folder is open yet. */
export function openFolders(settings: {
  /** Of the zones, from a folder that is open. */
  readonly folder: string;
  readonly disk: Files;
  readonly files: Overlay;
  readonly publish: Publish;
  readonly now: () => Date;
  readonly rulesFolder?: string;
}): OpenFolders {
  const { folder, disk, files, publish, now, rulesFolder } = settings;
  const sessions = new Map<string, LspSession>();
  return {
    open: async (root) => {
      const below = posix.resolve(root, folder);
      // Somebody may have opened the very folder of the zones.
      const isItself =
        posix.basename(root) === posix.basename(below) && (await disk.list(below)) === undefined;
      if (sessions.has(root)) return;
      const later = (act: () => void) => void setImmediate(act);
      const session = lspSession(isItself ? root : below, files, publish, {
        later,
        now,
        ...(rulesFolder !== undefined && { rulesFolder }),
      });
      sessions.set(root, session);
      session.touch();
    },
    close: (root) => {
      sessions.get(root)?.close();
      sessions.delete(root);
    },
    all: () => [...sessions.values()],
    of: (path) =>
      [...sessions.values()]
        .filter((session) => path.startsWith(`${session.folder}/`))
        .sort((a, b) => b.folder.length - a.folder.length)
        .at(0),
  };
}
