import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Which pages stand where in the index. A folder's pages come in the order of their names. */
const GROUPS: readonly { readonly title: string; readonly pages: readonly string[] }[] = [
  { title: "Begin", pages: ["tutorial.md", "first-ten-minutes.md", "runbook.md"] },
  { title: "Guides", pages: ["guides/"] },
  { title: "Reference", pages: ["reference/", "rules/README.md", "limits.md"] },
  { title: "What it is held against", pages: ["rfcs.md", "zonemaster.md"] },
  { title: "How it works", pages: ["explanation/", "principles.md"] },
];

/** Pages that others show, or that stand in an index of their own. */
const ELSEWHERE =
  /^(README\.md|(pull-request|proof|stranded-ds)-comment\.md|deployments\/.*|rules\/(?!README).*)$/;

/**
 * `docs/README.md`: every page with its title and its first sentence.
 *
 * @param folder the folder of the pages
 */
export function docsIndex(folder: string): string {
  const all = (readdirSync(folder, { recursive: true }) as string[]) // without encoding they are strings
    .filter((path) => path.endsWith(".md") && !ELSEWHERE.test(path))
    .sort();
  const left = new Set(all);
  const groups = GROUPS.map(({ title, pages }) => {
    const found = pages.flatMap((page) =>
      page.endsWith("/") ? all.filter((path) => path.startsWith(page)) : [page],
    );
    for (const path of found) left.delete(path);
    return `## ${title}\n\n${found.map((path) => line(path, readFileSync(join(folder, path), "utf8"))).join("\n")}\n`;
  });
  if (left.size > 0)
    throw new Error(`Cannot make the index: ${[...left].join(", ")} is in no group of scripts/docs-index.ts`);
  return `# Documentation

What it is and how to get it is in [README](../README.md). This list is made of the pages (\`npm run docs\`).

${groups.join("\n")}`;
}

function line(path: string, page: string): string {
  const [, title = path] = /^# (.+)$/m.exec(page) ?? [];
  const [, paragraph = ""] = /^# .+\n+((?!```)[^\n#|<-][\s\S]*?)(?:\n\n|$)/.exec(page) ?? [];
  const [, sentence = ""] = /^(.*?[.!?])(?:\s|$)/.exec(paragraph.replaceAll("\n", " ")) ?? [];
  const text = sentence.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
  return `- [${title}](${path})${text === "" ? "" : `: ${text}`}`;
}
