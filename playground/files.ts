import type { FileEntry, Files } from "../src/files/files.ts";

/** The folder of zones that is nowhere but on the page. */
export const FOLDER = "zones";

/** Its files by their paths in it (`_parts/mail.yaml`), as the pipeline reads files. */
export function filesOf(texts: ReadonlyMap<string, string>): Files {
  const encoder = new TextEncoder();
  const folders = new Map<string, FileEntry[]>([[FOLDER, []]]);
  for (const name of texts.keys()) {
    const steps = name.split("/");
    let at = FOLDER;
    for (const [index, step] of steps.entries()) {
      const inside = folders.get(at)!; // made with the step before
      const isFile = index === steps.length - 1;
      if (!inside.some((entry) => entry.name === step))
        inside.push({ name: step, kind: isFile ? "file" : "folder" });
      at = `${at}/${step}`;
      if (!isFile && !folders.has(at)) folders.set(at, []);
    }
  }
  const textAt = (path: string) => texts.get(path.slice(FOLDER.length + 1));
  return {
    list: (folder) => Promise.resolve(folders.get(folder)),
    read: (path) => {
      const text = textAt(path);
      return text === undefined
        ? Promise.reject(new Error(`There is no file ${path}`))
        : Promise.resolve(encoder.encode(text));
    },
    realPath: (path) => Promise.resolve(folders.has(path) || textAt(path) !== undefined ? path : undefined),
  };
}
