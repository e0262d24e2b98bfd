import { posix } from "node:path";
import type { FileEntry, Files } from "./files.ts";

/** One entry of a folder in git, as `git ls-tree -r` and GitHub's trees list it. */
export interface TreeEntry {
  /** With slashes, as the reader of the files will ask for it. */
  readonly path: string;
  /** Object id of the content. */
  readonly id: string;
  /** Octets; 0 where git gives none. */
  readonly size: number;
  readonly kind: "file" | "link" | "other";
}

const MOST_LINKS = 40; // links behind one path, as Linux has it (path_resolution(7))

/**
 * The files of a commit as `load` sees them, symbolic links included: a link acts inside the listed folder as it does
 * on a disk, and what it names outside is not there. Nothing is ever written to a disk.
 *
 * @param contentOf the octets of an entry
 */
export async function treeFiles(
  entries: readonly TreeEntry[],
  contentOf: (entry: TreeEntry) => Promise<Uint8Array>,
): Promise<Files> {
  const nodes = await nodesOf(entries, contentOf);
  const find = (path: string) => resolve(nodes, path);
  return {
    list(folder) {
      const found = find(folder);
      if (found?.node?.kind !== "folder") return Promise.resolve(undefined);
      const names = [...found.node.names];
      return Promise.resolve(names.map((name) => ({ name, kind: kindOf(find(`${found.path}/${name}`)) })));
    },
    read(path) {
      const node = find(path)?.node;
      if (node?.kind === "file") return contentOf(node.entry);
      return Promise.reject(new Error(`Cannot read ${JSON.stringify(path)}: there is no such file`));
    },
    realPath(path) {
      const found = find(path);
      return Promise.resolve(found === undefined ? undefined : `/${found.path}`);
    },
  };
}

type Node =
  | { readonly kind: "file"; readonly entry: TreeEntry }
  | { readonly kind: "folder"; readonly names: Set<string> }
  | { readonly kind: "link"; readonly target: string }
  | { readonly kind: "other" };

async function nodesOf(
  entries: readonly TreeEntry[],
  contentOf: (entry: TreeEntry) => Promise<Uint8Array>,
): Promise<ReadonlyMap<string, Node>> {
  const nodes = new Map<string, Node>();
  for (const entry of entries) {
    const parts = entry.path.split("/");
    for (let depth = 0; depth < parts.length; depth++) {
      const folder = parts.slice(0, depth).join("/");
      const known = nodes.get(folder);
      if (known?.kind === "folder") known.names.add(parts[depth]!);
      else nodes.set(folder, { kind: "folder", names: new Set([parts[depth]!]) });
    }
    nodes.set(entry.path, await nodeOf(entry, contentOf));
  }
  return nodes;
}

async function nodeOf(entry: TreeEntry, contentOf: (entry: TreeEntry) => Promise<Uint8Array>): Promise<Node> {
  switch (entry.kind) {
    case "file":
      return { kind: "file", entry };
    case "link":
      return { kind: "link", target: Buffer.from(await contentOf(entry)).toString() };
    case "other":
      return { kind: "other" };
    default:
      return entry.kind satisfies never;
  }
}

/** Where a path leads: a node, or a place outside of what is listed, which has none. Undefined where nothing is. */
interface Found {
  readonly path: string;
  readonly node: Node | undefined;
}

function resolve(nodes: ReadonlyMap<string, Node>, path: string): Found | undefined {
  let rest = posix.normalize(path).split("/").filter(isName);
  let at = "";
  for (let links = 0; rest.length > 0; ) {
    const next = at === "" ? rest[0]! : `${at}/${rest[0]}`;
    const node = nodes.get(next);
    if (node === undefined) return undefined;
    rest = rest.slice(1);
    if (node.kind !== "link") {
      at = next;
      continue;
    }
    if (++links > MOST_LINKS) return undefined;
    const target = posix.normalize(posix.join(at, node.target, ...rest));
    if (node.target.startsWith("/")) return { path: node.target.slice(1), node: undefined };
    if (target.startsWith("..") || !nodes.has(target.split("/")[0]!))
      return { path: target, node: undefined };
    rest = target.split("/").filter(isName);
    at = "";
  }
  return { path: at, node: nodes.get(at) };
}

function isName(part: string): boolean {
  return part !== "" && part !== ".";
}

function kindOf(found: Found | undefined): FileEntry["kind"] {
  const kind = found?.node?.kind;
  return kind === "file" || kind === "folder" ? kind : "other";
}
