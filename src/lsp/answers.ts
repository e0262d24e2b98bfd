import { pathToFileURL } from "node:url";
import {
  type CodeAction,
  type CompletionItem,
  CompletionItemKind,
  type DocumentSymbol as DocumentSymbolAnswer,
  InsertTextFormat,
  type Location as LocationAnswer,
  SymbolKind,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import type { Completion } from "./completion.ts";
import type { Fix } from "./fixes.ts";
import type { Edit, Location } from "./range.ts";
import type { DocumentSymbol } from "./symbols.ts";

/** The address of a file, as its editor writes it. */
export type UriOf = (path: string) => string;

/** The usual address of a file. */
export function usualUri(path: string): string {
  return pathToFileURL(path).href;
}

/** A location as the protocol has it. */
export function locationAnswer({ path, range }: Location, uriOf: UriOf): LocationAnswer {
  return { uri: uriOf(path), range };
}

/** Edits as the protocol has them, by their files. */
export function editAnswer(edits: readonly Edit[], uriOf: UriOf): WorkspaceEdit {
  const changes: { [uri: string]: TextEdit[] } = {};
  for (const { path, range, newText } of edits) {
    const uri = uriOf(path);
    changes[uri] = [...(changes[uri] ?? []), { range, newText }];
  }
  return { changes };
}

/** What may be written, as the protocol has it. */
export function completionAnswer(completion: Completion, index: number): CompletionItem {
  const { label, kind, detail, range, newText, isSnippet } = completion;
  return {
    ...{ label, kind: KINDS[kind], textEdit: { range, newText } },
    sortText: String(index).padStart(5, "0"),
    ...(detail !== undefined && { detail }),
    ...(isSnippet === true && { insertTextFormat: InsertTextFormat.Snippet }),
  };
}

/** A remedy as the protocol has it. */
export function fixAnswer({ title, edit, isPreferred }: Fix, uriOf: UriOf): CodeAction {
  return { title, kind: "quickfix", isPreferred, edit: editAnswer([edit], uriOf) };
}

/** A name or a record of an outline, as the protocol has it. */
export function symbolAnswer(symbol: DocumentSymbol): DocumentSymbolAnswer {
  const { name, kind, detail, range, selectionRange, children } = symbol;
  return {
    ...{ name, range, selectionRange },
    kind: kind === "name" ? SymbolKind.Namespace : SymbolKind.Field,
    ...(detail !== undefined && { detail }),
    children: children.map(symbolAnswer),
  };
}

const KINDS: { readonly [kind in Completion["kind"]]: CompletionItemKind } = {
  type: CompletionItemKind.Class,
  key: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  name: CompletionItemKind.Reference,
  variable: CompletionItemKind.Variable,
  snippet: CompletionItemKind.Snippet,
};
