import { createHash } from "node:crypto";
import { type Html, html, ours } from "../src/report/html/markup.ts";
import { STYLE } from "../src/report/html/style.ts";
import type { Written } from "./link.ts";
import { PAGE_SCRIPT } from "./page-script.ts";
import { PLAYGROUND_STYLE } from "./style.ts";

/**
 * The playground as one HTML file that reaches nothing: style and script inside, named by their digests (CSP Level 3).
 *
 * @param program the bundle of `main.ts`
 * @param example what stands in the fields at first
 */
export function printPlayground(program: string, example: Written): string {
  const style = `${STYLE}${PLAYGROUND_STYLE}`;
  // A script ends at the first of these, wherever it stands.
  const script = `${program}${PAGE_SCRIPT}`.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
  const policy = [
    "default-src 'none'",
    "connect-src 'none'",
    `style-src '${digestOf(style)}'`,
    `script-src '${digestOf(script)}'`,
    "form-action 'none'",
    "base-uri 'none'",
  ].join("; ");
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>zonepipe playground</title>
<style>${ours(style)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to what was found</a>
<div role="banner">
<h1>zonepipe playground</h1>
<p class="quiet">A zone as it stands in git: what the check says of it, what changes, and what the nameserver answers. All of it happens in this page, and nothing leaves it.</p>
</div>
<p class="unseen" id="heard" role="status"></p>
<div class="columns">
<form aria-label="The zone" id="fields">
<section aria-labelledby="write-title">
<h2 id="write-title">Write</h2>
<div class="field"><label for="zone">Name of the zone</label><input id="zone" spellcheck="false" autocomplete="off" value="${example.zone}"></div>
<div class="field"><label for="text">The zone, in YAML</label><textarea id="text" rows="18" spellcheck="false">${lines(example.text)}</textarea></div>
<details><summary>Settings: <code>_config.yaml</code></summary><div class="field"><label for="config">Settings, in YAML</label><textarea id="config" rows="8" spellcheck="false">${lines(example.config)}</textarea></div></details>
<details><summary>The zone as it was, to compare with</summary><div class="field"><label for="before">The zone as it was, in YAML; empty for nothing</label><textarea id="before" rows="10" spellcheck="false">${lines(example.before)}</textarea></div></details>
<div class="row"><button type="button" id="copy">Copy link</button> <span id="link-said" role="status"></span></div>
</section>
</form>
<main id="content" tabindex="-1">
<header id="head"></header>
<section aria-labelledby="ask-title">
<h2 id="ask-title">Ask the nameserver</h2>
<form id="ask"><label for="question">A name and a type</label><div class="row"><input id="question" spellcheck="false" autocomplete="off" value="${example.question}"><button>Ask</button></div></form>
<div id="answer" role="status"></div>
</section>
<div id="found"></div>
<section aria-labelledby="file-title">
<h2 id="file-title">Zone file</h2>
<p id="no-file">It is rendered when there is no error.</p>
<pre id="file" tabindex="0" role="group" aria-label="Text of the zone file" hidden></pre>
</section>
</main>
</div>
<script type="module">${ours(script)}</script>
</body>
</html>
`.html;
}

function digestOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** Our own example, with its lines as they are: what else a page shows has them as `\u{a}`. */
function lines(text: string): Html {
  return ours(text.replaceAll("&", "&amp;").replaceAll("<", "&lt;"));
}
