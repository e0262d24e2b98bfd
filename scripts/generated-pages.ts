import { readFileSync } from "node:fs";
import { join } from "node:path";
import { actionPage } from "./action-page.ts";
import { dnsLibraryPage } from "./dns-library-page.ts";
import { dnssecStatusPage } from "./dnssec-status-page.ts";
import { PAGES_WITH_PARTS } from "./generated-parts.ts";
import { invariantsPage } from "./invariants-page.ts";
import { rfcsPage } from "./rfcs-page.ts";
import { rulesPages } from "./rules-page.ts";
import { settingsPage } from "./settings-page.ts";

/** Pages that follow from the code, whole or in part, by their paths; the index of them all is none of these. */
export function generatedPages(root: string): ReadonlyMap<string, string> {
  const read = (path: string) => readFileSync(join(root, path), "utf8");
  return new Map([
    ...[...PAGES_WITH_PARTS].map(([path, write]) => [path, write(read(path))] as const),
    ["docs/reference/settings.md", settingsPage()],
    ["docs/reference/dns-library.md", dnsLibraryPage(root)],
    ["docs/reference/invariants.md", invariantsPage()],
    ["docs/reference/dnssec-status.md", dnssecStatusPage()],
    ["docs/reference/action.md", actionPage(read("action.yml"))],
    ["docs/rfcs.md", rfcsPage(root)],
    ...[...rulesPages()].map(([file, text]) => [`docs/rules/${file}`, text] as const),
  ]);
}
