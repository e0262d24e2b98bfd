import { TextDocuments, type TextDocumentsConfiguration } from "vscode-languageserver/node";
import { TextDocument, type TextDocumentContentChangeEvent } from "vscode-languageserver-textdocument";
import { type Encoding, unitsOf } from "./encoding.ts";
import type { Place } from "./range.ts";

/** What an editor has open, changed as it says. How it counts is asked for when something changes. */
export function openDocuments(encoding: () => Encoding): TextDocuments<TextDocument> {
  const configuration: TextDocumentsConfiguration<TextDocument> = {
    create: TextDocument.create,
    update: (document, changes, version) => {
      if (encoding() === "utf-16") return TextDocument.update(document, changes, version);
      // Each change counts in the text that those before it have left.
      for (const change of changes) TextDocument.update(document, [inUnits(change, document)], version);
      return document;
    },
  };
  return new TextDocuments(configuration);
}

function inUnits(
  change: TextDocumentContentChangeEvent,
  document: TextDocument,
): TextDocumentContentChangeEvent {
  if (!("range" in change)) return change;
  const { start, end } = change.range;
  return { text: change.text, range: { start: placeIn(document, start), end: placeIn(document, end) } };
}

function placeIn(document: TextDocument, { line, character }: Place): Place {
  const text = document.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } });
  return { line, character: unitsOf(text, character) };
}
