import type { Miss, PathResult, Verification } from "../../verify/types.ts";
import { capital } from "../capital.ts";
import {
  clientSentence,
  coverageSentence,
  lateSentence,
  type PathRow,
  pathRow,
  pathRows,
  questionOf,
  tries,
} from "../wording.ts";
import { moreLine } from "./beside.ts";
import { type Html, html, NOTHING } from "./markup.ts";
import { cut, fit } from "./room.ts";
import { rowHtml, tableHtml } from "./table.ts";

/** Who answered, and every answer that is not what the zones say. */
export function answerParts(verification: Verification, room: number): Html {
  const { paths, coverage } = verification;
  const rows = fit(pathRows(paths), room / 2, rowOf);
  const misses = fit(
    paths.flatMap((path) => path.misses.map((miss) => ({ miss, path }))),
    room / 2,
    missItem,
  );
  const late = fit(
    paths.flatMap((path) => path.notes.map((miss) => ({ miss, path }))),
    room / 8,
    ({ miss, path }) =>
      html`<li><b>${questionOf(miss)}</b> from ${nameOf(path)}: ${lateSentence(miss)}.</li>`,
  );
  return html`<p class="quiet">${capital(clientSentence(verification))}.${coverage === undefined ? "" : ` ${coverageSentence(coverage)}.`}</p>
${misses.count === 0 ? NOTHING : html`<ul class="cards">${misses.shown}</ul>`}${moreLine(misses.left, "answer")}
${tableHtml("Answers by nameserver and transport", HEADERS, rows.shown)}${moreLine(rows.left, "path")}
${late.count === 0 ? NOTHING : html`<p class="label">Late</p><ul class="plain">${late.shown}</ul>`}${moreLine(late.left, "late answer")}`;
}

const HEADERS = ["Nameserver", "Transport", "Answers", "Milliseconds (median / slowest)", "Answered by"];

function rowOf({ nameserver, transport, answers, milliseconds, answeredBy, fine }: PathRow): Html {
  const kind = fine === undefined ? "warning" : fine ? "fine" : "error";
  const word = fine === undefined ? "not asked" : fine ? "right" : "wrong";
  const cells = [
    html`<code>${nameserver}</code>`,
    html`${transport}`,
    html`<span class="tag ${kind}">${word}</span> ${answers}`,
    html`${milliseconds === "" ? "–" : milliseconds}`,
    html`<code>${answeredBy === "" ? "–" : answeredBy}</code>`,
  ];
  return rowHtml(HEADERS, cells);
}

function missItem({ miss, path }: { readonly miss: Miss; readonly path: PathResult }): Html {
  return html`<li class="card error"><p class="said"><span class="tag error">${miss.kind}</span> <code>${questionOf(miss)}</code> from ${nameOf(path)}, ${tries(miss.attempts)}</p>
<dl><dt>Expected</dt><dd><pre>${lines(miss.expected)}</pre></dd><dt>Got</dt><dd><pre>${lines(miss.got)}</pre></dd></dl></li>
`;
}

function lines(text: string): readonly Html[] {
  return cut(text, MOST_OF_ANSWER)
    .split("\n")
    .map((line, index) => html`${index === 0 ? "" : html`\n`}${line}`);
}

const MOST_OF_ANSWER = 4_000; // characters

function nameOf(path: PathResult): string {
  const { nameserver, transport } = pathRow(path);
  return `${nameserver} over ${transport}`;
}
