/** What the playground has beside the style of every page: two columns where there is room, tabs, and fields to write in. */
export const PLAYGROUND_STYLE = `
body { max-width: 96rem; }
.columns { display: grid; gap: 1.25rem; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 64rem) { .columns { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); align-items: start; } #write { position: sticky; top: 1rem; max-height: calc(100vh - 2rem); overflow: auto; } }
label { display: block; margin: 0 0 0.75rem; font-weight: 600; font-size: 0.875rem; }
textarea, input { display: block; width: 100%; margin-top: 0.25rem; padding: 0.5rem 0.6rem; border: 1px solid var(--soft); border-radius: 6px; background: var(--sheet); color: var(--text); font: 0.875rem/1.5 var(--mono); }
textarea { resize: vertical; tab-size: 2; white-space: pre; overflow: auto; }
button.second { background: var(--sheet); color: var(--text); border-color: var(--soft); }
.row { display: flex; flex-wrap: wrap; gap: 0.5rem 0.75rem; align-items: center; }
.row input { flex: 1 1 12rem; width: auto; min-width: 0; margin: 0; }
.buttons { margin-top: 1rem; }
#write details, #add, .remove { margin-top: 0.75rem; }
#link-said { margin: 0.5rem 0 0; }
#names-said:not(:empty), #outside-said:not(:empty) { color: var(--red); margin: 0.5rem 0 0; }
.tabs { display: flex; flex-wrap: wrap; gap: 0.25rem; margin-bottom: 0.75rem; border-bottom: 1px solid var(--line); }
.tabs button { padding: 0.35rem 0.7rem; border: 1px solid var(--line); border-bottom: 0; border-radius: 6px 6px 0 0; background: var(--page); color: var(--soft); font: 600 0.8125rem/1.5 var(--mono); }
.tabs button[aria-selected="true"] { background: var(--sheet); color: var(--text); box-shadow: inset 0 3px 0 var(--link); }
button.go { padding: 0; border: 0; background: none; color: var(--link); font-weight: 400; text-align: left; text-decoration: underline; text-underline-offset: 0.3em; overflow-wrap: anywhere; }
#zone-file { white-space: pre; overflow-x: auto; }
.dig { white-space: pre; overflow-x: auto; tab-size: 8; }
#answer { margin-top: 1rem; } #answer h3 { display: block; margin-top: 1.25rem; }
`;
