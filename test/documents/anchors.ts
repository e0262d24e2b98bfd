/** The anchors of a page's headings, as GitHub makes them; a heading that stands twice gets `-1`. */
export function anchorsOf(page: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of withoutBlocks(page).matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const anchor = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, "")
      .replaceAll(" ", "-");
    let unique = anchor;
    for (let number = 1; anchors.has(unique); number += 1) unique = `${anchor}-${number}`;
    anchors.add(unique);
  }
  return anchors;
}

/** Where the page's links and pictures lead, as they are written. */
export function linksOf(page: string): readonly string[] {
  const text = withoutBlocks(page).replace(/(`+)[^`]*?\1/g, (code) => code.replaceAll(/[[\]()]/g, " "));
  return [
    ...[...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!),
    ...[...text.matchAll(/(?:src|srcset|href)="([^"]+)"/g)].map(([, target]) => target!),
  ];
}

/** The page without its blocks, which are no Markdown. */
function withoutBlocks(page: string): string {
  return page.replace(/^( *)(`{3,}).*\n[\s\S]*?^\1\2 *$/gm, "");
}
