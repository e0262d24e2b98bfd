import type { styleText } from "node:util";

/** Gives a text a colour or a weight, or leaves it plain. */
export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** Rows with their columns under each other; colour codes do not count for the width. */
export function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, width(cell));
    });
  }
  return rows.map((row) =>
    row
      .map((cell, index) => cell + " ".repeat(widths[index]! - width(cell)))
      .join("  ")
      .trimEnd(),
  );
}

function width(cell: string): number {
  return cell.replace(/\x1b\[[0-9;]*m/g, "").length;
}
