import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { startLspClient } from "../../bench/lsp-client.ts";
import { printShort } from "./print-short.ts";

const FILES = {
  "_config.yaml": `nameservers:
  - {name: ns1.example.net.}
  - {name: ns2.example.net.}
names:
  web: [192.0.2.80, "2001:db8::80"]
`,
  "example.com.yaml": `'': {type: A, value: $web}
www: {type: CNAME, value: web.example.com.}
mail: {type: MX, value: {preference: 10, exchange: web.example.com.}}
web:   {tpye: A, value: $web}
`,
} as const;

const FILE = "example.com.yaml";

/** A session of an editor with the real command, as a page of the documentation: what was asked, and what was answered. */
export async function sessionPage(): Promise<string> {
  const root = mkdtempSync(join(tmpdir(), "zonepipe-session-"));
  const parts: string[] = [];
  try {
    mkdirSync(join(root, "zones"));
    for (const [name, text] of Object.entries(FILES)) writeFileSync(join(root, "zones", name), text);
    const address = pathToFileURL(root).href;
    const path = join(root, "zones", FILE);
    const textDocument = { uri: pathToFileURL(path).href };
    const note = (text: string) => void parts.push(`${text}\n`);
    const show = (arrow: string, what: string, value: unknown) => {
      const shown = printShort(value).replaceAll(`${address}/`, "…/");
      parts.push(`\`\`\`text\n${arrow} ${what}\n${shown}\n\`\`\`\n`);
    };
    await using client = await startLspClient(root);
    const ask = async (method: string, params: object): Promise<unknown> => {
      show("→", method, params);
      const answer = await client.ask<unknown>(method, params);
      show("←", "the answer", answer);
      return answer;
    };

    note("## It starts");
    note("The editor says which folder is open. The server says what it can do.");
    show("←", "initialize: the answer", client.initialized);

    note("## A problem, and its remedy");
    note("The file is opened; what is wrong with it comes by itself.");
    show("→", "textDocument/didOpen", { textDocument: { ...textDocument, languageId: "yaml", text: "…" } });
    await client.open(path, FILES[FILE]);
    const isTypo = ({ code }: { readonly code?: string | number }) => code === "unknown-key";
    const found = await client.diagnostics(path, (all) => all.some(isTypo));
    show("←", "textDocument/publishDiagnostics", { ...textDocument, diagnostics: found });
    const { range } = found.find(isTypo)!; // it was waited for
    await ask("textDocument/codeAction", { textDocument, range, context: { diagnostics: [] } });
    note("Somebody applies the first of them, and the problem goes.");
    const contentChanges = [{ range, text: "type" }];
    show("→", "textDocument/didChange", { textDocument: { ...textDocument, version: 2 }, contentChanges });
    await client.say("textDocument/didChange", {
      textDocument: { ...textDocument, version: 2 },
      contentChanges,
    });
    const mended = await client.diagnostics(path, (all) => !all.some(isTypo));
    show("←", "textDocument/publishDiagnostics", { ...textDocument, diagnostics: mended });

    note("## What a name is");
    await ask("textDocument/hover", { textDocument, position: { line: 1, character: 28 } });

    note("## What may stand here");
    await ask("textDocument/completion", { textDocument, position: { line: 1, character: 12 } });

    note("## Where a variable is defined");
    await ask("textDocument/definition", { textDocument, position: { line: 3, character: 24 } });

    note("## Another name, everywhere");
    const position = { line: 3, character: 1 };
    await ask("textDocument/rename", { textDocument, position, newName: "front" });

    note("## One layout");
    await ask("textDocument/formatting", { textDocument, options: { tabSize: 2, insertSpaces: true } });

    note("## The end");
    show("→", "shutdown, then exit", {});
    parts.push(`The process ends with exit code ${await client.end()}.\n`);
  } finally {
    rmSync(root, { recursive: true });
  }
  return [HEAD, ...parts].join("\n");
}

const HEAD = `# A session with the language server

What an editor and \`zonepipe lsp\` say to each other, recorded with the real command and shortened. How to set an editor up is in
[Your editor](../guides/editors.md).

<!-- Written by \`npm run docs\`. -->

In \`zones/_config.yaml\`:

\`\`\`text
${FILES["_config.yaml"].trimEnd()}
\`\`\`

In \`zones/${FILE}\`, with a slip in the last line:

\`\`\`text
${FILES[FILE].trimEnd()}
\`\`\`
`;
