import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dnsDeclarations } from "./dns-library.ts";

/** `docs/reference/dns-library.md`: every export of `zonepipe/dns` with its doc comment, as the compiler declares it. */
export function dnsLibraryPage(root: string): string {
  const declarations = dnsDeclarations();
  const groups = exportsOf(readFileSync(join(root, "dns/index.ts"), "utf8"));
  const example = (name: string) =>
    readFileSync(join(root, `examples/dns-library/${name}.ts`), "utf8").trim();
  return `# The library zonepipe/dns

What zonepipe knows of DNS, for other programs: names, all record types, zone files, messages, ZONEMD and TSIG, each by its RFC.
It has types, depends on nothing and runs in Node, Bun and browsers. This page is made of the code (\`npm run docs\`).

\`npm run pack\` writes the package; \`npm install\` takes the tarball, and brings nothing else. The library is one file of 0.4 MB, of which
bundlers take what is used; in a page without a bundler an import map leads \`zonepipe/dns\` to \`dist/dns.js\`. Its code needs Node 20, a Bun of today or
a browser of the last two years (npm asks for Node 24, for the command line that is in the same package). Then:

\`\`\`ts
import { parseName, parseZoneFile } from "zonepipe/dns";
\`\`\`

- A **name** (\`Name\`) and the **data of a record** (\`rdata\`) are their octets in wire form, uncompressed, as a string with
  one character per octet: they compare with \`===\` and are keys of a \`Map\`. \`printName\` and \`printRdata\` make text of them.
- **What somebody wrote wrong is a value**, not an exception: \`parseName\` gives a \`NameFault\`, \`parseZoneFile\` a list of \`Problem\`,
  \`decodeMessage\` a \`fault\`. Only \`decode\` and what a record type has itself throw a \`Fault\`, for octets that are no such data.
- **Nothing waits, and nothing is asked of the world**: no sockets, no files, no clock. Hash functions are those of @noble/hashes (MIT),
  which is in the bundle with its licence: browsers have theirs as promises only.
- Signing zones with DNSSEC is not in it: it takes keys of \`node:crypto\`.

## Examples

${EXAMPLES.map(([name, title]) => `### ${title}\n\n\`\`\`ts\n${example(name)}\n\`\`\``).join("\n\n")}

${groups.map(({ title, names }) => `## ${title}\n\n${names.map(({ name, file }) => entryOf(name, declarations.get(file.replace(/\.ts$/, ".d.ts")) ?? "")).join("\n\n")}`).join("\n\n")}
`;
}

/** The files of `examples/dns-library/`, and what they show. */
export const EXAMPLES: readonly (readonly [file: string, title: string])[] = [
  ["read-zone-file", "Read a zone file, and say what is wrong with it"],
  ["print-records", "Make a record of values, and values of a record"],
  ["ask", "Ask a nameserver"],
  ["zonemd", "Check a zone against its ZONEMD record"],
  ["sign-message", "Sign a message with TSIG"],
];

/** A title of the page, and what stands below it. */
interface Group {
  readonly title: string;
  readonly names: readonly { readonly name: string; readonly file: string }[];
}

/** What `dns/index.ts` exports, by its comments `## …`. */
function exportsOf(index: string): Group[] {
  return index
    .split(/^\/\/ ## /m)
    .slice(1)
    .map((part) => {
      const title = part.slice(0, part.indexOf("\n"));
      const names = [...part.matchAll(/^export (?:type )?\{([^}]*)\} from "\.\/(.+)";$/gm)].flatMap(
        ([, list, file]) =>
          list!
            .split(",")
            .map((name) => name.trim().replace(/^type /, ""))
            .filter((name) => name !== "")
            .map((name) => ({ name, file: file! })),
      );
      return { title, names };
    });
}

const MOST_LINES = 40; // a longer declaration tells nobody anything

function entryOf(name: string, declarations: string): string {
  const start = declarations.search(
    new RegExp(`^export (?:declare )?(?:function|const|interface|type|class) ${name}\\b`, "m"),
  );
  if (start === -1) throw new Error(`Cannot document ${name}: no declaration of it was found`);
  const before = declarations.slice(0, start);
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(?:export declare function \w+[^;]*;\s*)*$/.exec(
    before,
  )?.[1];
  if (comment === undefined) throw new Error(`Cannot document ${name}: it has no doc comment`);
  const after = declarations.slice(start);
  const length = after.slice(1).search(/^(?:\/\*\*|export |declare |type |interface )/m);
  const text = (length === -1 ? after : after.slice(0, length + 1))
    .trim()
    .replace(/^export (?:declare )?/, "");
  const lines = text.split("\n");
  const shown = lines.length > MOST_LINES ? `${lines[0]} … ` : text;
  return `### ${name}\n\n${prose(comment)}\n\n\`\`\`ts\n${shown}\n\`\`\``;
}

/** The comment without its stars; lines of tags as points of a list. */
function prose(comment: string): string {
  const lines = comment.split("\n").map((line) => line.replace(/^\s*\* ?/, "").trim());
  return lines
    .join("\n")
    .trim()
    .replace(/^@param (\w+) /gm, "- `$1`: ")
    .replace(/^@throws /gm, "- Throws ");
}
