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
 * on a disk, and what lies outside is never read. Nothing is ever written to a disk.
 *
 * @param folder that the entries lie in
 * @param contentOf the octets of an entry
 */
export async function treeFiles(
  folder: string,
  entries: readonly TreeEntry[],
  contentOf: (entry: TreeEntry) => Promise<Uint8Array>,
): Promise<Files> {
  const nodes = await nodesOf(entries, contentOf);
  const root = posix.normalize(folder);
  const find = (path: string) => resolve(nodes, root, path);
  return {
    list(path) {
      const found = find(path);
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
      return Promise.resolve(found === undefined ? undefined : posix.join("/", found.path));
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

function resolve(nodes: ReadonlyMap<string, Node>, root: string, path: string): Found | undefined {
  let rest = posix.normalize(path);
  for (let links = 0; links <= MOST_LINKS; links++) {
    if (!isInside(rest, root)) return { path: rest, node: undefined };
    const link = firstLink(nodes, rest);
    if (link === undefined) {
      const node = nodes.get(rest === "." ? "" : rest);
      return node === undefined ? undefined : { path: rest, node };
    }
    const { at, target } = link;
    // A link may leave the folder and come back; one to an absolute path never comes back, for there is no disk.
    rest = target.startsWith("/")
      ? posix.normalize(target)
      : posix.join(posix.dirname(at), target, rest.slice(at.length));
  }
  return undefined;
}

/** Both are normal: a path that leaves the working folder begins with its dots or slash. */
function isInside(path: string, root: string): boolean {
  if (root === ".") return path !== ".." && !path.startsWith("../") && !path.startsWith("/");
  return path === root || path.startsWith(`${root}/`);
}

/** The first link on the way to a path. */
function firstLink(
  nodes: ReadonlyMap<string, Node>,
  path: string,
): { readonly at: string; readonly target: string } | undefined {
  for (let end = path.indexOf("/"); ; end = path.indexOf("/", end + 1)) {
    const at = end === -1 ? path : path.slice(0, end);
    const node = nodes.get(at);
    if (node?.kind === "link") return { at, target: node.target };
    if (end === -1) return undefined;
  }
}

function kindOf(found: Found | undefined): FileEntry["kind"] {
  if (found === undefined) return "other";
  // What lies outside may be anything. As a file it is looked at, and refused with a reason.
  const kind = found.node?.kind ?? "file";
  return kind === "file" || kind === "folder" ? kind : "other";
}
