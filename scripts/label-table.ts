import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { DANGER_KINDS } from "../src/plan/danger-kinds.ts";

const DOCS = join(import.meta.dirname, "../docs");

/** The labels that let something out, as a table for a page of `docs/explanation/`. */
export function labelTable(): string {
  const rows = DANGER_KINDS.map((each) => {
    const label = `zonepipe:allow-${each.kind}:${each.of === "zone" ? "ZONE" : "NAME"}`;
    const more = "page" in each ? `: see ${linkTo(each.page)}` : "";
    return `| \`${label}\` | ${each.allows}${more} |`;
  });
  return ["| label | allows |", "| --- | --- |", ...rows].join("\n");
}

/** By the page's own title. */
function linkTo(page: string): string {
  const [, title = page] = /^# (.+)$/m.exec(readFileSync(join(DOCS, page), "utf8")) ?? [];
  return `[${title}](${relative("explanation", page)})`;
}
