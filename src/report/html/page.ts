import { createHash } from "node:crypto";
import { type Html, html, join, NOTHING, ours } from "./markup.ts";
import { STYLE } from "./style.ts";

/** A part of a page that has a heading, and a place in the list of contents. */
export interface Section {
  /** For the address: lower case with hyphens. */
  readonly id: string;
  readonly title: string;
  /** Beside the title: how many. */
  readonly counts?: string;
  readonly body: Html;
}

/** What a page is made of. */
export interface Page {
  /** Of the window. */
  readonly title: string;
  /** What stands above the sections. */
  readonly header: Html;
  readonly sections: readonly Section[];
  /** What stands between the header and the sections, and stays when they are renewed. */
  readonly beside?: Html;
  readonly script: string;
  /** It asks where it came from: a page that a server on this machine gives. Otherwise it reaches nothing at all. */
  readonly isServed?: boolean;
}

/**
 * A page that stands alone: style and script inside of it, named by their digests in its content security policy (CSP
 * Level 3), so that nothing that a zone says can be run, and nothing is fetched.
 */
export function printPage(page: Page): string {
  const { title, script, beside = NOTHING } = page;
  const text = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(page)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${ours(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
${pageParts(page)}
${beside}
<main id="content" tabindex="-1">${mainParts(page)}</main>
<script>${ours(script)}</script>
</body>
</html>
`;
  return text.html;
}

/** What stands above the sections, with the list of them. */
export function pageParts({ header, sections }: Pick<Page, "header" | "sections">): Html {
  const entries = sections.map(
    ({ id, title, counts }) =>
      html`<li><a href="#${id}">${title}</a>${counts === undefined ? NOTHING : html` <span class="counts">${counts}</span>`}</li>`,
  );
  const contents = entries.length < 2 ? NOTHING : html`<nav aria-label="Contents"><ul>${entries}</ul></nav>`;
  return html`<header id="head">${header}${contents}</header>`;
}

/** The sections. */
export function mainParts({ sections }: Pick<Page, "sections">): Html {
  return join(
    sections.map(
      ({ id, title, counts, body }) => html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}${counts === undefined ? NOTHING : html` <span class="counts">${counts}</span>`}</h2>
${body}
</section>
`,
    ),
  );
}

/**
 * The content security policy of a page: its own style and script by their SHA-256, and nothing else.
 *
 * @see https://www.w3.org/TR/CSP3/
 */
export function policyOf({ script, isServed = false }: Pick<Page, "script" | "isServed">): string {
  return [
    "default-src 'none'",
    `style-src '${digestOf(STYLE)}'`,
    `script-src '${digestOf(script)}'`,
    ...(isServed ? ["connect-src 'self'", "form-action 'self'"] : ["form-action 'none'"]),
    "base-uri 'none'",
  ].join("; ");
}

function digestOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
