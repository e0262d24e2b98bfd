import type { Files } from "../src/files/files.ts";

/** The folder of zones that is nowhere but on the page. */
export const FOLDER = "zones";

/** Its files by their names, as the pipeline reads files. */
export function filesOf(texts: ReadonlyMap<string, string>): Files {
  const encoder = new TextEncoder();
  return {
    list: (folder) =>
      Promise.resolve(
        folder === FOLDER ? [...texts.keys()].map((name) => ({ name, kind: "file" })) : undefined,
      ),
    read: (path) => {
      const text = texts.get(path.slice(FOLDER.length + 1));
      return text === undefined
        ? Promise.reject(new Error(`There is no file ${path}`))
        : Promise.resolve(encoder.encode(text));
    },
    realPath: (path) =>
      Promise.resolve(path === FOLDER || texts.has(path.slice(FOLDER.length + 1)) ? path : undefined),
  };
}
