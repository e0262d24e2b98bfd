import type { Child, Comment } from "./tree.ts";

/**
 * Of the comments above the first name those that are about the file: up to the first blank line, and lines that tell an
 * editor something. They stay where they are when names are put in order.
 */
export function cutHead(first: Child | undefined): {
  readonly head: readonly Comment[];
  readonly lead: readonly Comment[];
  readonly isHeadApart: boolean;
} {
  if (first === undefined || first.lead.length === 0) return { head: [], lead: [], isHeadApart: false };
  const { lead, blank } = first;
  const gap = lead.findIndex((comment, index) => index > 0 && comment.blank);
  if (gap !== -1) return { head: lead.slice(0, gap), lead: lead.slice(gap), isHeadApart: true };
  if (blank) return { head: lead, lead: [], isHeadApart: true };
  let told = 0;
  while (told < lead.length && FOR_EDITORS.test(lead[told]!.text)) told += 1;
  return { head: lead.slice(0, told), lead: lead.slice(told), isHeadApart: false };
}

const FOR_EDITORS = /^#\s*(?:yaml-language-server:|\$schema\b|-\*-|vim?:|ex:|!)|^#!/;
