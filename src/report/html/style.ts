/**
 * The style of every page: quiet, one column, one size of text but for headings, and a colour only where it means something,
 * never alone. Every text has a contrast of 4.5 or more on what is behind it (WCAG 2.2, 1.4.3), in light and in dark.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f7f7f5; --sheet: #ffffff; --text: #1d2126; --soft: #566069; --line: #dcdfe3; --link: #0b57a4;
  --red: #a4201b; --red-behind: #fdeceb; --amber: #7a4b00; --amber-behind: #fff3da;
  --green: #0f6035; --green-behind: #e5f4ea; --blue: #17508a; --blue-behind: #e6f0fa; --mark: #ffe08a; --mark-text: #1d2126;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #121518; --sheet: #1a1e23; --text: #e6e9ec; --soft: #a3adb8; --line: #343b43; --link: #8dbdf5;
    --red: #ffb3ac; --red-behind: #3d1917; --amber: #f2c878; --amber-behind: #352708;
    --green: #93dcac; --green-behind: #12301e; --blue: #a9cdf5; --blue-behind: #16293d; --mark: #6b5310; --mark-text: #ffffff;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 64rem; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif; overflow-wrap: anywhere;
}
a { color: var(--link); text-underline-offset: 0.15em; }
code, pre, .where, .type { font-family: var(--mono); font-size: 0.875em; }
code, bdi, dd, td, .what, .said { unicode-bidi: isolate; }
pre { margin: 0; }
h1 { margin: 0.25rem 0 0.5rem; font-size: 1.6rem; line-height: 1.25; font-weight: 650; text-wrap: balance; }
h2 { margin: 0 0 1rem; font-size: 1.2rem; line-height: 1.3; font-weight: 650; }
h3 { margin: 0; font-size: 1rem; font-weight: 600; display: inline; }
h3 code { font-size: 1em; }
p { margin: 0 0 0.5rem; }
ul { margin: 0; padding: 0; list-style: none; }
ul.plain { padding-left: 1.1rem; list-style: disc; }
ul.plain li { margin-bottom: 0.35rem; }
.quiet, .counts, .where, .ttl, .from, .help, .more, .answers { color: var(--soft); }
.counts { font-size: 0.875rem; font-weight: 400; }
.where, .ttl { font-size: 0.8125rem; }
.label { margin: 1rem 0 0.35rem; font-weight: 600; font-size: 0.875rem; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }
.skip { position: absolute; left: -999rem; top: 0.5rem; padding: 0.5rem 1rem; background: var(--sheet); z-index: 1; }
.skip:focus { left: 1rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
[hidden] { display: none !important; }

header { margin-bottom: 1.5rem; }
.status { display: inline-flex; gap: 0.5rem; align-items: center; margin: 0 0 0.5rem; padding: 0.15rem 0.75rem 0.15rem 0.2rem; border-radius: 2rem; font-weight: 600; font-size: 0.875rem; }
.mark { display: inline-grid; place-items: center; width: 1.5rem; height: 1.5rem; border-radius: 50%; color: var(--sheet); font-weight: 700; }
.fine.status { color: var(--green); background: var(--green-behind); } .fine .mark { background: var(--green); }
.wrong.status { color: var(--red); background: var(--red-behind); } .wrong .mark { background: var(--red); }
.blocked.status { color: var(--amber); background: var(--amber-behind); } .blocked .mark { background: var(--amber); }
header .quiet { margin: 0; font-size: 0.875rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.4rem 1.25rem; margin-top: 1rem; padding: 0.6rem 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); font-size: 0.9rem; }

section { margin: 0 0 1.25rem; padding: 1.25rem; background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; }
.cards { display: grid; gap: 0.75rem; }
.card { padding: 0.75rem 0.9rem; border: 1px solid var(--line); border-left: 4px solid var(--soft); border-radius: 6px; min-width: 0; }
.card > :last-child { margin-bottom: 0; }
.card.error { border-left-color: var(--red); } .card.warning { border-left-color: var(--amber); } .card.info { border-left-color: var(--blue); }
.said { font-weight: 500; }
.from { font-size: 0.8125rem; margin-top: 0.5rem; }
.tag { display: inline-block; padding: 0 0.5em; border-radius: 1em; font: 600 0.75rem/1.5 system-ui, "Noto Sans", "DejaVu Sans", sans-serif; white-space: nowrap; }
.tag.error { color: var(--red); background: var(--red-behind); } .tag.warning { color: var(--amber); background: var(--amber-behind); }
.tag.fine { color: var(--green); background: var(--green-behind); } .tag.info, .tag.kind { color: var(--blue); background: var(--blue-behind); }
.tag.quiet { color: var(--soft); border: 1px solid var(--line); }

.source { margin: 0.6rem 0; border: 1px solid var(--line); border-radius: 6px; overflow: hidden; }
.source figcaption { padding: 0.2rem 0.75rem; background: var(--page); border-bottom: 1px solid var(--line); }
.source pre { padding: 0.4rem 0; white-space: pre-wrap; line-height: 1.6; }
.line { display: grid; grid-template-columns: 3.25rem 1fr; }
.line code { font-size: 1em; white-space: pre-wrap; min-width: 0; padding-right: 0.5rem; }
.number { padding-right: 0.75rem; text-align: right; color: var(--soft); user-select: none; }
.here { background: var(--amber-behind); } .here .number { color: var(--amber); font-weight: 700; }
mark { background: var(--mark); color: var(--mark-text); border-radius: 2px; box-shadow: 0 0 0 1px var(--mark); }

details > summary { cursor: pointer; padding: 0.2rem 0; }
.cards + details { margin-top: 0.75rem; }
.places { margin: 0.4rem 0; font-size: 0.875rem; }
.places ul { padding-left: 1.1rem; }
.zone { padding: 0.5rem 0; border-top: 1px solid var(--line); }
.zone:first-of-type { border-top: 0; }
.zone > summary .counts { margin-left: 0.75rem; }
.zone > .quiet { font-size: 0.875rem; }
.rrsets { display: grid; gap: 0.75rem; }
.rrset { margin: 0 0 0.2rem; } .rrset .name, .node .name { font-weight: 650; }
.type { color: var(--blue); font-weight: 600; }
.diff { border-radius: 6px; overflow: hidden; border: 1px solid var(--line); }
.diff li { display: grid; grid-template-columns: 1.6rem 1fr; padding: 0.15rem 0.6rem 0.15rem 0; }
.diff .what { min-width: 0; }
.diff .sign { text-align: center; font-weight: 700; font-family: var(--mono); }
.diff .unseen { grid-column: 1; }
.diff .what { grid-column: 2; grid-row: 1; } .diff .sign { grid-column: 1; grid-row: 1; }
.comes { background: var(--green-behind); } .comes .sign { color: var(--green); }
.goes { background: var(--red-behind); } .goes .sign { color: var(--red); }
.turns { background: var(--amber-behind); } .turns .sign { color: var(--amber); }
.diff .where, .diff .ttl { color: var(--text); opacity: 1; font-size: 0.8125rem; margin-left: 0.5rem; }

.lines, dd pre { white-space: pre-wrap; font-size: 0.875rem; line-height: 1.5; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 0.75rem; margin: 0.5rem 0 0; } dt { color: var(--soft); } dd { margin: 0; min-width: 0; }
table { width: 100%; border-collapse: collapse; font-size: 0.9rem; }
th { overflow-wrap: normal; text-align: left; font-weight: 600; color: var(--soft); font-size: 0.8125rem; }
table + .help, table + .more { margin-top: 0.5rem; } .whole { white-space: nowrap; }
.answer li { padding: 0 0.35rem; } td p { margin: 0.35rem 0 0; } td details { font-size: 0.875rem; }
th, td { padding: 0.4rem 0.6rem 0.4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }

.tree .tree { margin-left: 0.4rem; padding-left: 0.9rem; border-left: 1px solid var(--line); }
.node { padding: 0.35rem 0; } .node p { margin: 0; } .answers { font-size: 0.875rem; }
.records li { display: block; font-size: 0.9375rem; padding-left: 1rem; }
.filter { margin-bottom: 0.75rem; font-size: 0.9rem; }
input, button, select { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--soft); border-radius: 6px; padding: 0.35rem 0.6rem; min-width: 0; max-width: 100%; }
::placeholder { color: var(--soft); opacity: 1; }
button { background: var(--link); color: var(--sheet); border-color: var(--link); font-weight: 600; cursor: pointer; }

.live { display: flex; flex-wrap: wrap; gap: 0.25rem 0.6rem; align-items: center; margin: 0 0 0.75rem; font-size: 0.875rem; }
.dot { width: 0.6rem; height: 0.6rem; border-radius: 50%; background: var(--green); } .gone .dot { background: var(--red); }
.ask form { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: end; }
.ask label { flex: 1 1 100%; font-weight: 600; font-size: 0.9rem; }
.ask input { flex: 1 1 14rem; font-family: var(--mono); }
.ask [aria-live] > * { margin-top: 1rem; }
.ask h3 { display: block; margin-top: 1.25rem; }
.way { counter-reset: way; margin: 0; padding: 0; list-style: none; }
.way > li { counter-increment: way; position: relative; padding: 0 0 0.6rem 2rem; }
.way > li::before { content: counter(way); position: absolute; left: 0; top: 0.1rem; width: 1.35rem; height: 1.35rem; border-radius: 50%; text-align: center; font-size: 0.8rem; line-height: 1.35rem; color: var(--blue); background: var(--blue-behind); }

@media (min-width: 64rem) { td > code { display: inline-block; min-width: 8rem; } }
@media (max-width: 40rem) {
  body { padding: 1rem 0.75rem 3rem; }
  h1 { font-size: 1.3rem; }
  section { padding: 1rem 0.8rem; border-radius: 8px; }
  .line { grid-template-columns: 2.4rem 1fr; } .number { padding-right: 0.5rem; }
  table, tbody, tr, td { display: block; } thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { padding: 0.5rem 0; border-bottom: 1px solid var(--line); } td { border: 0; padding: 0.1rem 0; }
  td::before { content: attr(data-label) ": "; color: var(--soft); font-size: 0.8125rem; }
  dl { grid-template-columns: 1fr; }
  .zone > summary .counts { margin-left: 0.5rem; }
}
@media (prefers-reduced-motion: no-preference) { .renewed { animation: renewed 1s ease-out; } @keyframes renewed { from { background: var(--blue-behind); } } }
@media print {
  :root { --page: #ffffff; --sheet: #ffffff; --text: #000000; --soft: #444444; --line: #bbbbbb; color-scheme: light; }
  body { max-width: none; padding: 0; font-size: 10pt; } .skip, nav, .filter, .ask, .live { display: none; }
  section { border: 0; padding: 0; } .card, .rrsets > li, .node { break-inside: avoid; } * { print-color-adjust: exact; }
}
`;
