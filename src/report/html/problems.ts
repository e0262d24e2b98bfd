import { isError, type Position, type Problem, sentence } from "../../../dns/problem.ts";
import { byAge, type Cause, causesOf } from "../causes.ts";
import { type Excerpt, excerptAt, type Texts } from "../excerpt.ts";
import { otherPlaces, severityCounts } from "../problem-wording.ts";
import type { Report } from "../report.ts";
import { count } from "../wording.ts";
import { type Html, html, join, NOTHING } from "./markup.ts";
import { fit } from "./room.ts";

/** What is wrong, each cause with its place in the source: what the change brings first, then what stood before. */
export function problemParts(
  report: Pick<Report, "problems" | "stoodBefore" | "texts">,
  room: number,
): Html | undefined {
  if (report.problems.length === 0) return undefined;
  const { fresh, old } = byAge(report);
  const parts = [
    causeList(causesOf(fresh), report.texts, room),
    ...(old.length === 0
      ? []
      : [
          html`<details${old.some(isError) ? html` open` : NOTHING}><summary>Before this change already: ${severityCounts(old)}</summary>${causeList(causesOf(old), report.texts, room / 2)}</details>`,
        ]),
  ];
  return join(parts);
}

function causeList(causes: readonly Cause[], texts: Texts | undefined, room: number): Html {
  const { shown, left } = fit(causes, room, (cause) => causeItem(cause, texts));
  const rest =
    left === 0
      ? NOTHING
      : html`<p class="more">… and ${count(left, "more problem")}: <code>report.json</code> and <code>--json</code> list every one.</p>`;
  return causes.length === 0 ? NOTHING : html`<ul class="cards">${shown}</ul>${rest}`;
}

function causeItem(cause: Cause, texts: Texts | undefined): Html {
  const { severity, message, help, rule, source } = cause.first;
  const { named, more } = otherPlaces(cause);
  const places = named.map((place) => html`<li>${placeText(place)}</li>`);
  const others =
    named.length === 0
      ? NOTHING
      : html`<details class="places"><summary>and in ${count(named.length + more, "more place")}</summary><ul>${places}${more > 0 ? html`<li>… and ${more} more</li>` : NOTHING}</ul></details>`;
  return html`<li class="card ${severity}">
<p class="said"><span class="tag ${severity}">${WORDS[severity]}</span> ${sentence(message)}</p>
<p class="help">${help}</p>
${sourceOf(cause.first, texts)}
${others}
<p class="from">${rule}${source === undefined ? "" : `, ${source}`} · <code>zonepipe explain ${rule}</code></p>
</li>
`;
}

const WORDS: { readonly [severity in Problem["severity"]]: string } = {
  error: "Error",
  warning: "Warning",
  info: "Note",
};

/** `zones/example.com.yaml:12:7` */
export function placeText({ file, line, column }: Position): Html {
  return html`<code class="where">${file}:${line}:${column}</code>`;
}

function sourceOf(problem: Problem, texts: Texts | undefined): Html {
  const excerpt = excerptAt(texts, problem);
  if (excerpt === undefined) return html`<p>${placeText(problem)}</p>`;
  return html`<figure class="source"><figcaption>${placeText(problem)}</figcaption>${excerptBlock(excerpt)}</figure>`;
}

/** The lines with their numbers, the place marked. */
function excerptBlock({ first, lines }: Excerpt): Html {
  const items = lines.map((line, index) => {
    const number = html`<span class="number">${first + index}</span>`;
    if (line.kind === "beside")
      return html`<span class="line">${number}<code>${untabbed(line.text)}</code></span>`;
    const { before, marked, after } = line;
    return html`<span class="line here">${number}<code>${untabbed(before)}<mark>${untabbed(marked === "" ? " " : marked)}</mark>${untabbed(after)}</code></span>`;
  });
  return html`<pre tabindex="0">${items}</pre>`;
}

/** A tab turns nothing and hides nothing: it is shown as room. */
function untabbed(text: string): string {
  return text.replaceAll("\t", "    ");
}
