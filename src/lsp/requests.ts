import {
  type Connection,
  ErrorCodes,
  ResponseError,
  SymbolKind,
  type TextDocumentIdentifier,
} from "vscode-languageserver/node";
import { type Answers, completionAnswer } from "./answers.ts";
import { completionsAt } from "./completion.ts";
import { fixesIn } from "./fixes.ts";
import type { OpenFolders } from "./folders.ts";
import { formatEdits } from "./format.ts";
import { hoverAt } from "./hover.ts";
import { definitionOf, referencesOf } from "./navigation.ts";
import { pathOf } from "./paths.ts";
import type { Location, Place } from "./range.ts";
import { rename, renamedAt } from "./rename.ts";
import { documentSymbols, foldingRanges, workspaceSymbols } from "./symbols.ts";
import type { Workspace } from "./workspace.ts";

/** What an editor asks at a place. */
interface Asked {
  readonly textDocument: TextDocumentIdentifier;
  readonly position: Place;
}

/** Answers what an editor asks, each time of the files as they are then. */
export function answerRequests(
  connection: Connection,
  folders: () => OpenFolders,
  answersOf: (workspace: Workspace) => Answers,
): void {
  connection.onHover((asked) =>
    atPlace(asked, (workspace, path, place) => {
      const found = hoverAt(workspace, path, place);
      if (found === undefined) return null;
      const range = answersOf(workspace).range(path, found.range);
      return { contents: { kind: "markdown" as const, value: found.markdown }, range };
    }),
  );
  connection.onCompletion((asked) =>
    atPlace(asked, (workspace, path, place) => {
      const { range } = answersOf(workspace);
      return completionsAt(workspace, path, place).map((each, index) =>
        completionAnswer({ ...each, range: range(path, each.range) }, index),
      );
    }),
  );
  connection.onDefinition((asked) =>
    atPlace(asked, (workspace, path, place) => locations(workspace, definitionOf(workspace, path, place))),
  );
  connection.onReferences((asked) =>
    atPlace(asked, (workspace, path, place) =>
      locations(workspace, referencesOf(workspace, path, place, asked.context.includeDeclaration)),
    ),
  );
  connection.onPrepareRename((asked) =>
    atPlace(asked, (workspace, path, place) => {
      const found = renamedAt(workspace, path, place);
      return found === undefined ? null : { ...found, range: answersOf(workspace).range(path, found.range) };
    }),
  );
  connection.onRenameRequest((asked) =>
    atPlace(asked, (workspace, path, place) => {
      const done = rename(workspace, path, place, asked.newName);
      if ("refused" in done) throw new ResponseError(ErrorCodes.InvalidRequest, done.refused);
      return answersOf(workspace).edit(done.edits);
    }),
  );
  connection.onDocumentSymbol((asked) =>
    inFile(asked, (workspace, path) =>
      documentSymbols(workspace, path).map((each) => answersOf(workspace).symbol(path, each)),
    ),
  );
  connection.onFoldingRanges((asked) =>
    inFile(asked, (workspace, path) => [...foldingRanges(workspace, path)]),
  );
  connection.onDocumentFormatting((asked) =>
    inFile(asked, (workspace, path) =>
      formatEdits(workspace, path).map(({ range, newText }) => ({
        range: answersOf(workspace).range(path, range),
        newText,
      })),
    ),
  );
  connection.onCodeAction((asked) =>
    inFile(asked, (workspace, path) => {
      const source = workspace.texts.get(path);
      const { rangeIn, fix } = answersOf(workspace);
      return fixesIn(workspace, path, rangeIn(source, asked.range)).map(fix);
    }),
  );
  connection.onWorkspaceSymbol(async ({ query }) => {
    const all = await Promise.all(
      folders()
        .all()
        .map((session) => session.now()),
    );
    return all.flatMap((workspace) =>
      workspaceSymbols(workspace, query).map(({ name, zone, location }) => ({
        ...{ name, containerName: zone, kind: SymbolKind.Namespace },
        location: answersOf(workspace).location(location),
      })),
    );
  });

  function locations(workspace: Workspace, found: readonly Location[]) {
    return found.map((each) => answersOf(workspace).location(each));
  }

  function atPlace<Asking extends Asked, Answer>(
    asked: Asking,
    answer: (workspace: Workspace, path: string, place: Place) => Answer,
  ): Promise<Answer | null> {
    return inFile(asked, (workspace, path) =>
      answer(workspace, path, answersOf(workspace).placeIn(workspace.texts.get(path), asked.position)),
    );
  }

  async function inFile<Answer>(
    { textDocument }: Pick<Asked, "textDocument">,
    answer: (workspace: Workspace, path: string) => Answer,
  ): Promise<Answer | null> {
    const path = pathOf(textDocument.uri);
    const session = path === undefined ? undefined : folders().of(path);
    return session === undefined ? null : answer(await session.now(), path!); // a session is found by a path
  }
}
