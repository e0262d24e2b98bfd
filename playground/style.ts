/** What the playground has beside the style of every page: two columns where there is room, and fields to write in. */
export const PLAYGROUND_STYLE = `
body { max-width: 96rem; }
.columns { display: grid; gap: 1.25rem; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 64rem) { .columns { grid-template-columns: minmax(0, 5fr) minmax(0, 6fr); align-items: start; } }
label { display: block; margin: 0 0 0.25rem; font-weight: 600; font-size: 0.875rem; }
textarea, input { width: 100%; padding: 0.5rem 0.6rem; border: 1px solid var(--soft); border-radius: 6px; background: var(--sheet); color: var(--text); font: 0.875rem/1.5 var(--mono); }
textarea { resize: vertical; tab-size: 2; white-space: pre; overflow: auto; }
button { padding: 0.45rem 0.9rem; border: 1px solid var(--soft); border-radius: 6px; background: var(--sheet); color: var(--text); font: inherit; font-weight: 600; cursor: pointer; }
.field { margin-bottom: 1rem; }
.row { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center; }
#ask .row input { flex: 1 1 12rem; width: auto; min-width: 0; }
#file { white-space: pre; overflow-x: auto; padding: 0.5rem 0; }
#answer { margin-top: 1rem; }
`;
