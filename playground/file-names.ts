import type { WrittenFile } from "./link.ts";

/** Why files cannot have these names, in a sentence each; nothing where they can. */
export function faultsOfNames(files: readonly Pick<WrittenFile, "name">[]): string[] {
  const seen = new Set<string>();
  const folders = new Set(files.flatMap(({ name }) => foldersOf(name)));
  return files.flatMap(({ name }) => {
    const shown = JSON.stringify(name);
    if (name === "") return ["A file has no name; write one as in example.com.yaml."];
    if (name.split("/").some((step) => step === "" || step === "." || step === ".."))
      return [`${shown} is no path within the folder; write one as in _parts/mail.yaml.`];
    if (seen.has(name)) return [`Two files are called ${shown}; only the first of them counts.`];
    seen.add(name);
    return folders.has(name) ? [`${shown} is a folder of other files.`] : [];
  });
}

/** The files that count, by their names: those with nothing against their name. */
export function namedFiles(files: readonly WrittenFile[]): ReadonlyMap<string, WrittenFile> {
  const named = new Map<string, WrittenFile>();
  for (const file of files)
    if (!named.has(file.name) && faultsOfNames([file]).length === 0) named.set(file.name, file);
  for (const name of [...named.keys()]) for (const folder of foldersOf(name)) named.delete(folder);
  return named;
}

function foldersOf(name: string): string[] {
  const steps = name.split("/");
  return steps.slice(1).map((_, index) => steps.slice(0, index + 1).join("/"));
}
