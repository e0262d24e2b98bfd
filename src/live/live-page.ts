import { reportParts } from "../report/html/html.ts";
import { type Html, html, NOTHING } from "../report/html/markup.ts";
import { mainParts, type Page, pageParts, printPage } from "../report/html/page.ts";
import { REPORT_SCRIPT } from "../report/html/script.ts";
import { LIVE_SCRIPT } from "./live-script.ts";
import type { LiveState } from "./state.ts";

/** Characters of a page that is made again at every save: smaller than a report that is made once. */
const MOST_OF_LIVE_PAGE = 1_200_000;

/** The scripts of the page, one after the other. */
export const SCRIPT = `${REPORT_SCRIPT}${LIVE_SCRIPT}`;

/** The whole page. */
export function printLivePage(state: LiveState | undefined, asked?: Html): string {
  return printPage(pageOf(state, asked));
}

/** What of the page is renewed, with the number of the state that it shows. */
export function printRenewed(state: LiveState | undefined): string {
  const page = pageOf(state);
  return html`<div id="renewed" data-number="${state?.number ?? 0}" data-title="${page.title}">${pageParts(page)}<main id="content" tabindex="-1">${mainParts(page)}</main></div>`
    .html;
}

function pageOf(state: LiveState | undefined, asked: Html = NOTHING): Page {
  const parts =
    state === undefined
      ? { title: "zonepipe watch", header: html`<h1>The zones are being read</h1>`, sections: [] }
      : reportParts(state.report, MOST_OF_LIVE_PAGE);
  return {
    ...parts,
    header: html`${standingHtml(state)}${parts.header}`,
    beside: askBox(asked),
    script: SCRIPT,
    isServed: true,
  };
}

/** When the zones were read, and what the nameserver serves. */
function standingHtml(state: LiveState | undefined): Html {
  if (state === undefined)
    return html`<p class="live" id="live"><span class="dot" aria-hidden="true"></span><span id="liveness">connecting</span></p>`;
  const { served, standing, at, took } = state;
  const seen = `Read at ${clockTime(at)} in ${Math.round(took)} ms.`;
  return html`<p class="live" id="live" data-number="${state.number}"><span class="dot" aria-hidden="true"></span><span id="liveness">Live</span> <span>${seen}</span> <span>${servedWords(served, standing)}</span></p>`;
}

function servedWords(served: LiveState["served"], standing: LiveState["standing"]): string {
  if (served === undefined)
    return standing === "behind" ? "Nothing is served yet." : "The nameserver starts.";
  const where = `${served.address}:${served.port}`;
  switch (standing) {
    case "same":
      return `The nameserver at ${where} answers this.`;
    case "loading":
      return `The nameserver at ${where} loads this.`;
    case "behind":
      return `The nameserver at ${where} goes on with the zones of ${clockTime(served.at)}.`;
    default:
      return standing satisfies never;
  }
}

/** The time of day on this machine. */
export function clockTime(at: Date): string {
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((part) => String(part).padStart(2, "0"))
    .join(":");
}

/** A form, so that it asks without a script, too. */
function askBox(asked: Html): Html {
  return html`<section class="ask" aria-labelledby="ask-title"><h2 id="ask-title">Who answers, and why</h2>
<form id="ask" action="/ask" method="get"><label for="question">A name and a type</label><input id="question" name="q" type="text" placeholder="x.y.example.com MX" autocomplete="off" autocapitalize="none" spellcheck="false" required maxlength="1100"><button type="submit">Ask</button></form>
<div id="asked" aria-live="polite">${asked}</div></section>
`;
}
