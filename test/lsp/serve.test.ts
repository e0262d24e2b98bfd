import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startLspClient } from "../../bench/lsp-client.ts";
import type { Edit } from "../../src/lsp/range.ts";
import { sourceText } from "../../src/zones/yaml/source-text.ts";
import { applyEdits } from "../apply-edits.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "zonepipe-lsp-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const NS = `'':\n  - {type: NS, values: [ns1.example.net., ns2.example.net.]}\n`;

test("an editor is told of problems while somebody types, of mended ones too, and gets answers over stdio", async () => {
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
}, 60_000);

/** A zone's file below one of the folders that an editor has open, as it lies there. */
function zoneIn(folder: string, text: string): { readonly path: string; readonly uri: string } {
  const path = join(root, folder, "example.com.yaml");
  mkdirSync(join(root, folder), { recursive: true });
  writeFileSync(path, text);
  return { path, uri: pathToFileURL(path).href };
}

test("an editor that counts octets is answered in octets, and says what changes in them", async () => {
  const before = `${NS}t: {type: TXT, value: 'é😀', tttl: 1}\n`;
  const { path, uri } = zoneIn("zones", before);
  const capabilities = { general: { positionEncodings: ["utf-8", "utf-16"] } };
  await using client = await startLspClient(root, { capabilities });
  expect(client.initialized.capabilities.positionEncoding).toBe("utf-8");
  await client.open(path, before);
  const isTypo = ({ code }: { code?: string | number }) => code === "unknown-key";
  const [typo] = (await client.diagnostics(path, (found) => found.some(isTypo))).filter(isTypo);
  // In UTF-16 it begins at 29: é is one unit and two octets, 😀 two units and four octets.
  expect(typo!.range).toEqual({ start: { line: 2, character: 32 }, end: { line: 2, character: 36 } });
  const range = { start: { line: 2, character: 32 }, end: { line: 2, character: 33 } };
  await client.say("textDocument/didChange", {
    textDocument: { uri, version: 2 },
    contentChanges: [
      { range, text: "" },
      { text: "😀", range: { start: range.start, end: range.start } },
      { text: "", range: { start: range.start, end: { line: 2, character: 36 } } },
    ],
  });
  await client.diagnostics(path, (found) => !found.some(isTypo));
  const hover = await client.ask<{ readonly range: object }>("textDocument/hover", {
    ...{ textDocument: { uri }, position: { line: 2, character: 35 } },
  });
  expect(hover.range).toEqual({ start: { line: 2, character: 32 }, end: { line: 2, character: 35 } });
}, 60_000);

test("folders come and go while an editor runs, and what was told of one that goes is taken back", async () => {
  const [a, b] = [zoneIn("a/zones", "www: {}\n"), zoneIn("b/zones", "www: []\n")];
  const capabilities = { workspace: { workspaceFolders: true } };
  await using client = await startLspClient(root, { capabilities, roots: [join(root, "a")] });
  await client.diagnostics(a.path, (found) => found.length > 0);
  const change = (added: string[], removed: string[]) =>
    client.say("workspace/didChangeWorkspaceFolders", {
      event: { added: added.map(asFolder), removed: removed.map(asFolder) },
    });
  await change([join(root, "b")], []);
  await client.diagnostics(b.path, (found) => found.length > 0);
  await change([], [join(root, "a")]);
  await client.diagnostics(a.path, (found) => found.length === 0);
}, 60_000);

test("without a folder of zones nothing is told, and it is seen when there is one", async () => {
  await using client = await startLspClient(root);
  const symbols = () => client.ask<object[]>("workspace/symbol", { query: "www" });
  expect(await symbols()).toEqual([]);
  const { uri } = zoneIn("zones", `${NS}www: {type: A, value: 192.0.2.1}\n`);
  await client.say("workspace/didChangeWatchedFiles", { changes: [{ uri, type: 1 }] });
  expect(await symbols()).toMatchObject([{ name: "www.example.com.", location: { uri } }]);
}, 60_000);

test("a file that gets another name, and one that is broken and mended, have the problems of what is there", async () => {
  const { path, uri } = zoneIn("zones", `${NS}www: {type: A, value: 192.0.2.300}\n`);
  await using client = await startLspClient(root);
  await client.diagnostics(path, (found) =>
    found.some(({ message }) => JSON.stringify(message).includes("192.0.2.300")),
  );
  await client.open(path, "www: {type: A, value: {{\n");
  await client.diagnostics(path, (found) => found.some(({ code }) => code === "yaml-syntax"));
  const textDocument = { uri };
  const completions = await client.ask<{ readonly label: string }[]>("textDocument/completion", {
    ...{ textDocument, position: { line: 0, character: 13 } },
  });
  expect(completions.map(({ label }) => label)).toContain("AAAA");
  const other = join(root, "zones/example.org.yaml");
  renameSync(path, other);
  await client.say("textDocument/didClose", { textDocument });
  await client.open(other, `${NS}www: {type: A, value: 192.0.2.301}\n`);
  await client.diagnostics(other, (found) =>
    found.some(({ message }) => JSON.stringify(message).includes("192.0.2.301")),
  );
  await client.diagnostics(path, (found) => found.length === 0);
}, 60_000);

test("a file with CRLF is laid out with CRLF, by the lines that change", async () => {
  const before = `${NS}b: {type: A, value: 192.0.2.1}\na:   {type: A, value: 192.0.2.2}\n`.replaceAll(
    "\n",
    "\r\n",
  );
  const { path, uri } = zoneIn("zones", before);
  await using client = await startLspClient(root);
  await client.open(path, before);
  const edits = await client.ask<Omit<Edit, "path">[]>("textDocument/formatting", {
    ...{ textDocument: { uri }, options: { tabSize: 2, insertSpaces: true } },
  });
  const source = sourceText(path, before);
  const after = applyEdits(
    source,
    edits.map((edit) => ({ path, ...edit })),
  );
  expect(after).toBe(
    `${NS}a: {type: A, value: 192.0.2.2}\nb: {type: A, value: 192.0.2.1}\n`.replaceAll("\n", "\r\n"),
  );
}, 60_000);

function asFolder(path: string): { readonly uri: string; readonly name: string } {
  return { uri: pathToFileURL(path).href, name: path };
}
