import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withPage } from "./chromium.ts";

/**
 * Makes `docs/pictures/` of the comments in `docs/`, of the page `/status`, of the page of `watch` and of the playground, with Debian's packages chromium and
 * fonts-noto-color-emoji. A word makes those alone whose names begin with it.
 */
const [, , BEGINNING = ""] = process.argv;
const DOCS = join(import.meta.dirname, "../docs");
const MARKED = join(import.meta.dirname, "../node_modules/.bin/marked");
const CSS = readFileSync(join(import.meta.dirname, "pictures.css"), "utf8");

/** Widths in CSS pixels. */
const [DESK, PHONE] = [900, 360];
const NARROWEST = 500; // Chromium's windows are no narrower, so a narrower page is enlarged to that

const PICTURES: readonly (readonly [name: string, page: string, width: number, theme: "light" | "dark"])[] = [
  ["comment-light", "pull-request-comment", DESK, "light"],
  ["comment-dark", "pull-request-comment", DESK, "dark"],
  ["comment-phone", "pull-request-comment", PHONE, "light"],
  ["comment-phone-dark", "pull-request-comment", PHONE, "dark"],
  ["proof-light", "proof-comment", DESK, "light"],
  ["proof-dark", "proof-comment", DESK, "dark"],
  ["proof-phone", "proof-comment", PHONE, "light"],
  ["proof-phone-dark", "proof-comment", PHONE, "dark"],
  ["stranded-ds-light", "stranded-ds-comment", DESK, "light"],
  ["stranded-ds-dark", "stranded-ds-comment", DESK, "dark"],
  ["stranded-ds-phone", "stranded-ds-comment", PHONE, "light"],
  ["stranded-ds-phone-dark", "stranded-ds-comment", PHONE, "dark"],
  ["deployment-light", "deployments/deployed", DESK, "light"],
  ["deployment-dark", "deployments/deployed", DESK, "dark"],
  ["deployment-phone", "deployments/deployed", PHONE, "light"],
  ["deployment-lagging", "deployments/lagging", DESK, "light"],
  ["deployment-rolled-back", "deployments/rolled-back", DESK, "light"],
];

const STATUS_PAGE = join(import.meta.dirname, "../test/status/print-page.ts");
/** Programs that make the pictures of pages with a script, by what these begin with. */
const OTHER_PICTURES = {
  watch: join(import.meta.dirname, "../test/live/photograph.ts"),
  playground: join(import.meta.dirname, "../test/playground/photograph.ts"),
};
const STATUS_PICTURES = [
  ["status-light", 1080, "light"],
  ["status-dark", 1080, "dark"],
  ["status-phone", PHONE, "light"],
  ["status-phone-dark", PHONE, "dark"],
] as const;

/** The classes of a diff's lines by their first character. */
const DIFF_CLASSES: { readonly [sign: string]: string } = {
  "-": "goes",
  "+": "comes",
  "!": "changes",
  "@": "zone",
  "#": "rest",
};

const folder = mkdtempSync(join(tmpdir(), "zonepipe-pictures-"));
try {
  for (const [name, page, width, theme] of PICTURES) {
    if (!name.startsWith(BEGINNING)) continue;
    const file = join(folder, `${name}.html`);
    writeFileSync(file, pageOf(readFileSync(join(DOCS, `${page}.md`), "utf8"), width, theme));
    photograph(file, Math.max(width, NARROWEST), join(DOCS, "pictures", `${name}.png`));
    process.stdout.write(`docs/pictures/${name}.png\n`);
  }
  const file = join(folder, "status.html");
  writeFileSync(file, execFileSync(process.execPath, [STATUS_PAGE]));
  for (const [name, width, theme] of STATUS_PICTURES) {
    if (!name.startsWith(BEGINNING)) continue;
    const picture = await withPage(`file://${file}`, { width, theme }, ({ photograph }) => photograph());
    writeFileSync(join(DOCS, "pictures", `${name}.png`), picture);
    process.stdout.write(`docs/pictures/${name}.png\n`);
  }
  for (const [beginning, program] of Object.entries(OTHER_PICTURES)) {
    if (BEGINNING !== "" && !BEGINNING.startsWith(beginning)) continue;
    const words = [program, join(DOCS, "pictures")];
    process.stdout.write(execFileSync(process.execPath, words, { encoding: "utf8" }));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function pageOf(markdown: string, width: number, theme: string): string {
  const html = execFileSync(MARKED, ["--gfm"], { input: markdown, encoding: "utf8" })
    .replaceAll(/<blockquote>\s*<p>\[!(\w+)\](?:<br>)?/g, (_, kind: string) => {
      const title = kind.charAt(0) + kind.slice(1).toLowerCase();
      return `<blockquote class="${kind.toLowerCase()}"><b>${title}</b><p>`;
    })
    .replaceAll(
      /(<code class="language-diff">)([^<]*)/g,
      (_, begin: string, lines: string) => begin + lines.split("\n").map(painted).join("\n"),
    );
  const zoom = Math.max(1, NARROWEST / width);
  return `<!doctype html><html class="${theme}" style="zoom: ${zoom}"><meta charset="utf-8"><style>${CSS}</style>
<body><article><header><b>github-actions</b> bot commented</header>${html}</article>
<script>document.documentElement.dataset.height = Math.ceil(document.body.getBoundingClientRect().height)</script></body></html>`;
}

/** A line of a diff as GitHub paints it. */
function painted(line: string): string {
  const kind = DIFF_CLASSES[line.charAt(0)];
  return kind === undefined ? line : `<span class="${kind}">${line}</span>`;
}

/** As high as the page is: Chromium is asked for that first. */
function photograph(file: string, width: number, picture: string): void {
  const dom = chromium(`--window-size=${width},800`, "--dump-dom", file);
  const height = /data-height="(\d+)"/.exec(dom)?.[1];
  if (height === undefined)
    throw new Error(`Cannot make ${picture}: Chromium did not say how high its page is`);
  chromium(`--window-size=${width},${height}`, `--screenshot=${picture}`, file);
}

function chromium(...options: string[]): string {
  const quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]; // the pages are our own
  return execFileSync("chromium", [...quiet, ...options], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}
