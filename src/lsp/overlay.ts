import type { Files } from "../files/files.ts";

/** Files as they are on the disk, but for those that somebody has open: of these what the editor shows. */
export interface Overlay extends Files {
  /** The editor shows this text in the place of the file. */
  readonly show: (path: string, text: string) => void;
  /** The editor shows it no more. */
  readonly forget: (path: string) => void;
  readonly isShown: (path: string) => boolean;
}

/** An overlay in which nothing is open yet. A text that does not change is the very same octets each time. */
export function overlay(disk: Files): Overlay {
  const shown = new Map<string, { readonly text: string; readonly bytes: Uint8Array }>();
  return {
    show: (path, text) => {
      if (shown.get(path)?.text !== text) shown.set(path, { text, bytes: Buffer.from(text) });
    },
    forget: (path) => void shown.delete(path),
    isShown: (path) => shown.has(path),
    list: async (folder) => {
      const entries = await disk.list(folder);
      // A file that is new has no place on the disk yet.
      const inside = `${folder}/`;
      const names = [...shown.keys()]
        .filter((path) => path.startsWith(inside))
        .map((path) => path.slice(inside.length));
      const added = names.filter(
        (name) => !name.includes("/") && !entries?.some((entry) => entry.name === name),
      );
      if (added.length === 0) return entries;
      return [...(entries ?? []), ...added.map((name) => ({ name, kind: "file" as const }))];
    },
    read: (path) => {
      const open = shown.get(path);
      return open === undefined ? disk.read(path) : Promise.resolve(open.bytes);
    },
    realPath: async (path) => (await disk.realPath(path)) ?? (shown.has(path) ? path : undefined),
  };
}
