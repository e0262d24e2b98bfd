import { createHash } from "node:crypto";
import { html, ours } from "../src/report/html/markup.ts";
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
  const script = `${program}const EXAMPLE = ${JSON.stringify(example)};${PAGE_SCRIPT}`
    .replaceAll("</script", "<\\/script")
    .replaceAll("<!--", "<\\!--");
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
<p class="quiet">Zones as they stand in git: what the check says of them, what changes, and what the nameserver answers. All of it happens in this page, and nothing leaves it.</p>
</div>
<p class="unseen" id="heard" role="status"></p>
<p class="card error" id="failed" role="alert" hidden></p>
<div class="columns">
<section id="write" aria-labelledby="write-title">
<h2 id="write-title">Write</h2>
<div class="tabs" id="tabs" role="tablist" aria-label="Files"></div>
<div id="panels"></div>
<p class="said" id="names-said" role="status"></p>
<form id="add"><label for="new-name">Another file</label><div class="row"><input id="new-name" spellcheck="false" autocomplete="off" autocapitalize="none" placeholder="example.net.yaml"><button>Add</button></div></form>
<details><summary>Addresses outside of these zones</summary><div class="field"><label for="addresses">What targets of ALIAS have, as lines of a zone file</label><textarea id="addresses" rows="4" spellcheck="false" aria-describedby="outside-said"></textarea><p class="said" id="outside-said" role="status"></p></div></details>
<div class="row buttons"><button type="button" id="copy">Copy link</button><button type="button" class="second" id="keep">Compare from here on</button></div>
<p id="link-said" role="status"></p>
</section>
<template id="file-form"><div class="panel" role="tabpanel">
<label>Name of the file<input class="name" spellcheck="false" autocomplete="off" autocapitalize="none"></label>
<label>What it says, in YAML<textarea class="text" rows="20" spellcheck="false"></textarea></label>
<details><summary>As it was, to compare with</summary><label>As it was, in YAML; empty where there was no such file<textarea class="before" rows="10" spellcheck="false"></textarea></label></details>
<button type="button" class="second remove">Remove this file</button>
</div></template>
<main id="content" tabindex="-1">
<header id="head"></header>
<section aria-labelledby="ask-title">
<h2 id="ask-title">Who answers, and why</h2>
<form id="ask"><label for="question">A name and a type</label><div class="row"><input id="question" spellcheck="false" autocomplete="off" autocapitalize="none" maxlength="1100"><button>Ask</button></div></form>
<div id="answer" role="status"></div>
</section>
<div id="found"></div>
<section aria-labelledby="file-title">
<h2 id="file-title">Zone file</h2>
<p id="no-file">It is rendered when there is no error.</p>
<pre id="zone-file" class="lines" tabindex="0" role="group" aria-label="Text of the zone file" hidden></pre>
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
