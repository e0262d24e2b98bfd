import type { Files } from "../files/files.ts";
import { joinPath } from "../files/join-path.ts";

/**
 * Every `.yaml` file in a folder and those in it, by their names; a single file is itself. What begins with a dot is an
 * editor's or a system's. A folder that a link leads back to is looked into once.
 */
export async function findYamlFiles(path: string, files: Files): Promise<readonly string[]> {
  return await findBelow(path, files, new Set());
}

async function findBelow(path: string, files: Files, seen: Set<string>): Promise<readonly string[]> {
  const entries = await files.list(path);
  if (entries === undefined) return [path];
  const real = (await files.realPath(path)) ?? path;
  if (seen.has(real)) return [];
  seen.add(real);
  const found: string[] = [];
  for (const { name, kind } of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    // octoDNS may write the zone's own name into `.yaml`.
    const isHidden = name.startsWith(".") && name !== ".yaml";
    if (isHidden) continue;
    const each = joinPath(path, name);
    if (kind === "file" && name.endsWith(".yaml")) found.push(each);
    if (kind === "folder") found.push(...(await findBelow(each, files, seen)));
  }
  return found;
}
