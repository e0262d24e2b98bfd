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
import type { SourceText } from "../zones/yaml/source-text.ts";
import { type Encoding, placeIn, rangeOut } from "./encoding.ts";
import type { Fix } from "./fixes.ts";
import type { Completion } from "./offer.ts";
import type { Edit, Location, Place, Range } from "./range.ts";
import type { DocumentSymbol } from "./symbols.ts";
import type { Workspace } from "./workspace.ts";

/** What is found in a workspace, as the protocol has it: with the addresses that the editor gave, counted as it counts. */
export interface Answers {
  readonly range: (path: string, range: Range) => Range;
  readonly location: (location: Location) => LocationAnswer;
  readonly edit: (edits: readonly Edit[]) => WorkspaceEdit;
  readonly fix: (fix: Fix) => CodeAction;
  readonly symbol: (path: string, symbol: DocumentSymbol) => DocumentSymbolAnswer;
  /** The other way round: what an editor asks about. */
  readonly placeIn: (source: SourceText | undefined, place: Place) => Place;
  readonly rangeIn: (source: SourceText | undefined, range: Range) => Range;
}

/** @param uriOf the address of a file, as its editor writes it */
export function answersIn(
  { texts }: Workspace,
  uriOf: (path: string) => string,
  encoding: Encoding,
): Answers {
  return {
    range,
    location: ({ path, range: found }) => ({ uri: uriOf(path), range: range(path, found) }),
    edit,
    fix: ({ title, edit: made, isPreferred }) => ({
      ...{ title, kind: "quickfix", isPreferred, edit: edit([made]) },
    }),
    symbol,
    placeIn: inward,
    rangeIn: (source, { start, end }) => ({ start: inward(source, start), end: inward(source, end) }),
  };

  function range(path: string, found: Range): Range {
    return rangeOut(texts.get(path), found, encoding);
  }

  function inward(source: SourceText | undefined, place: Place): Place {
    return placeIn(source, place, encoding);
  }

  function edit(edits: readonly Edit[]): WorkspaceEdit {
    const changes: { [uri: string]: TextEdit[] } = {};
    for (const { path, range: found, newText } of edits) {
      const uri = uriOf(path);
      changes[uri] ??= [];
      changes[uri].push({ range: range(path, found), newText });
    }
    return { changes };
  }

  function symbol(path: string, found: DocumentSymbol): DocumentSymbolAnswer {
    const { name, kind, detail, children } = found;
    return {
      name,
      range: range(path, found.range),
      selectionRange: range(path, found.selectionRange),
      kind: kind === "name" ? SymbolKind.Namespace : SymbolKind.Field,
      ...(detail !== undefined && { detail }),
      children: children.map((child) => symbol(path, child)),
    };
  }
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

const KINDS: { readonly [kind in Completion["kind"]]: CompletionItemKind } = {
  type: CompletionItemKind.Class,
  key: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  name: CompletionItemKind.Reference,
  variable: CompletionItemKind.Variable,
  snippet: CompletionItemKind.Snippet,
};
