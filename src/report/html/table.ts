import { type Html, html } from "./markup.ts";

/**
 * A table that is one of cards where there is no room for columns: so each cell has its header with it, and what it is
 * stands in roles, which such a layout would take away.
 *
 * @param rows the cells of each, in the order of the headers
 */
export function tableHtml(caption: string, headers: readonly string[], rows: Html): Html {
  return html`<table role="table"><caption class="unseen">${caption}</caption><thead role="rowgroup"><tr role="row">${headers.map((header) => html`<th role="columnheader" scope="col">${header}</th>`)}</tr></thead><tbody role="rowgroup">${rows}</tbody></table>`;
}

/** One row of it. */
export function rowHtml(headers: readonly string[], cells: readonly Html[]): Html {
  return html`<tr role="row">${cells.map((cell, index) => html`<td role="cell" data-label="${headers[index]}">${cell}</td>`)}</tr>
`;
}
