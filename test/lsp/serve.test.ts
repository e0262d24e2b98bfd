import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { startLspClient } from "../../bench/lsp-client.ts";

const NS = `'':\n  - {type: NS, values: [ns1.example.net., ns2.example.net.]}\n`;

test("an editor is told of problems while somebody types, of mended ones too, and gets answers over stdio", async () => {
  const root = mkdtempSync(join(tmpdir(), "zonepipe-lsp-"));
  try {
    mkdirSync(join(root, "zones"));
    const path = join(root, "zones/example.com.yaml");
    const textDocument = { uri: pathToFileURL(path).href };
    writeFileSync(path, `${NS}web: {type: A, value: 192.0.2.1}\n`);
    await using client = await startLspClient(root);
    expect(client.initialized.serverInfo?.name).toBe("zonepipe");

    await client.open(path, `${NS}web: {tpye: A, value: 192.0.2.1}\n`);
    const isTypo = ({ code }: { code?: string | number }) => code === "unknown-key";
    const [typo] = (await client.diagnostics(path, (found) => found.some(isTypo))).filter(isTypo);
    expect(typo).toMatchObject({
      range: { start: { line: 2, character: 6 }, end: { line: 2, character: 10 } },
      severity: 1,
      source: "zonepipe",
      codeDescription: { href: "https://docs.example/rules/refusals.md" },
    });
    const actions = await client.ask<{ readonly title: string }[]>("textDocument/codeAction", {
      ...{ textDocument, range: typo!.range, context: { diagnostics: [] } },
    });
    expect(actions.map(({ title }) => title)).toContain("Write type");

    await client.say("textDocument/didChange", {
      textDocument: { ...textDocument, version: 2 },
      contentChanges: [{ range: typo!.range, text: "type" }],
    });
    await client.diagnostics(path, (found) => !found.some(isTypo));
    const hover = await client.ask<{ readonly contents: { readonly value: string } }>("textDocument/hover", {
      ...{ textDocument, position: { line: 2, character: 1 } },
    });
    expect(hover.contents.value).toContain("web.example.com. 3600 IN A 192.0.2.1");
    expect(await client.end()).toBe(0);
  } finally {
    rmSync(root, { recursive: true });
  }
}, 60_000);
