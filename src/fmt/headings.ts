import type { Child, Comment } from "./tree.ts";

/** Comments with a blank line below them: they are about all names that follow, up to the next ones. */
export interface Heading {
  readonly comments: readonly Comment[];
  readonly group: readonly Child[];
}

/** The children without headings, and those. */
export function withoutHeadings(children: readonly Child[]): {
  readonly children: readonly Child[];
  readonly headings: readonly Heading[];
} {
  if (!children.some(hasHeading)) return { children, headings: [] };
  const headings: { comments: readonly Comment[]; group: Child[] }[] = [];
  const bare = children.map((child) => {
    const { lead, blank } = child;
    const end = blank ? lead.length : lead.findLastIndex((comment, index) => index > 0 && comment.blank);
    const own = end > 0 ? { ...child, lead: lead.slice(end) } : child;
    if (end > 0) headings.push({ comments: lead.slice(0, end), group: [] });
    headings.at(-1)?.group.push(own);
    return own;
  });
  return { children: bare, headings };
}

function hasHeading({ lead, blank }: Child): boolean {
  return lead.length > 0 && (blank || lead.some((comment, index) => index > 0 && comment.blank));
}

/**
 * Puts each heading above the first of its names in their new order.
 *
 * @param torn takes a heading whose names are in several places now, and in how many
 */
export function withHeadings(
  ordered: readonly Child[],
  headings: readonly Heading[],
  torn: (heading: Heading, pieces: number) => void,
): Child[] {
  if (headings.length === 0) return [...ordered];
  const groups = new Map(headings.flatMap((heading) => heading.group.map((child) => [child.at, heading])));
  const pieces = new Map<Heading, number>();
  let last: Heading | undefined;
  const made = ordered.map((child) => {
    const heading = groups.get(child.at);
    const isFirst = heading !== undefined && !pieces.has(heading);
    if (heading !== undefined && heading !== last) pieces.set(heading, (pieces.get(heading) ?? 0) + 1);
    last = heading;
    if (!isFirst) return child;
    const [first, ...rest] = child.lead;
    const comments = heading.comments.map((each, index) => (index === 0 ? { ...each, blank: true } : each));
    return first === undefined
      ? { ...child, lead: comments, blank: true }
      : { ...child, lead: [...comments, { ...first, blank: true }, ...rest] };
  });
  for (const [heading, count] of pieces) if (count > 1) torn(heading, count);
  return made;
}
