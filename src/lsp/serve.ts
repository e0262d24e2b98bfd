import { once } from "node:events";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import {
  createConnection,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  PositionEncodingKind,
  ResponseError,
  SymbolKind,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Files } from "../files/files.ts";
import {
  completionAnswer,
  editAnswer,
  fixAnswer,
  locationAnswer,
  symbolAnswer,
  usualUri,
} from "./answers.ts";
import { completionsAt } from "./completion.ts";
import { fixesIn } from "./fixes.ts";
import { formatEdits } from "./format.ts";
import { hoverAt } from "./hover.ts";
import { definitionOf, referencesOf } from "./navigation.ts";
import { overlay } from "./overlay.ts";
import type { Place } from "./range.ts";
import { rename, renamedAt } from "./rename.ts";
import { type LspSession, lspSession } from "./session.ts";
import { documentSymbols, foldingRanges, workspaceSymbols } from "./symbols.ts";
import type { Workspace } from "./workspace.ts";

/** How the language server is run. */
export interface LspSettings {
  /** Of the zones, from the folder that the editor has open. */
  readonly folder: string;
  readonly version: string;
  readonly files: Files;
  /** The editor speaks here. */
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Answers an editor until it says that this is the end, or is gone. Everything that it shows is text of files, and nothing of it is run. */
export async function serveLsp(settings: LspSettings): Promise<void> {
  const connection = createConnection(settings.input, settings.output);
  const documents = new TextDocuments(TextDocument);
  const files = overlay(settings.files);
  const sessions = new Map<string, LspSession>();
  const uris = new Map<string, string>(); // of open files, as the editor writes them
  const uriOf = (path: string) => uris.get(path) ?? usualUri(path);
  let rulesFolder: string | undefined;
  let canRegister = false;
  let hasFolders = false;

  connection.onInitialize(async (params): Promise<InitializeResult> => {
    rulesFolder = rulesFolderOf(params);
    canRegister = params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    hasFolders = params.capabilities.workspace?.workspaceFolders === true;
    for (const root of rootsOf(params)) await open(root);
    return {
      serverInfo: { name: "zonepipe", version: settings.version },
      capabilities: {
        positionEncoding: PositionEncodingKind.UTF16,
        textDocumentSync: TextDocumentSyncKind.Incremental,
        hoverProvider: true,
        completionProvider: { triggerCharacters: [" ", ":", "$", "{", "."] },
        definitionProvider: true,
        referencesProvider: true,
        renameProvider: { prepareProvider: true },
        documentSymbolProvider: true,
        workspaceSymbolProvider: true,
        foldingRangeProvider: true,
        documentFormattingProvider: true,
        codeActionProvider: { codeActionKinds: ["quickfix"] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onInitialized(async () => {
    if (canRegister) {
      const watchers = [{ globPattern: "**/*.{yaml,yml}" }, { globPattern: `**/${settings.folder}` }];
      const { DidChangeWatchedFilesNotification } = await import("vscode-languageserver/node");
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    if (hasFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
        for (const { uri } of removed) close(pathOf(uri));
        for (const { uri } of added) {
          const path = pathOf(uri);
          if (path !== undefined) await open(path);
        }
      });
    }
    touchAll();
  });

  connection.onDidChangeWatchedFiles(touchAll);
  documents.onDidSave(touchAll);
  documents.onDidChangeContent(({ document }) => {
    const path = pathOf(document.uri);
    if (path === undefined) return;
    uris.set(path, document.uri);
    files.show(path, document.getText());
    sessionOf(path)?.touch();
  });
  documents.onDidClose(({ document }) => {
    const path = pathOf(document.uri);
    if (path === undefined) return;
    files.forget(path);
    sessionOf(path)?.touch();
  });

  connection.onHover(async ({ textDocument, position }) => {
    const found = await at(textDocument.uri, (workspace, path) => hoverAt(workspace, path, position));
    return found === undefined
      ? null
      : { contents: { kind: "markdown", value: found.markdown }, range: found.range };
  });
  connection.onCompletion(async ({ textDocument, position }) => {
    const found = await at(textDocument.uri, (workspace, path) => completionsAt(workspace, path, position));
    return (found ?? []).map(completionAnswer);
  });
  connection.onDefinition(({ textDocument, position }) =>
    locations(textDocument.uri, (workspace, path) => definitionOf(workspace, path, position)),
  );
  connection.onReferences(({ textDocument, position, context }) =>
    locations(textDocument.uri, (workspace, path) =>
      referencesOf(workspace, path, position, context.includeDeclaration),
    ),
  );
  connection.onPrepareRename(
    async ({ textDocument, position }) =>
      (await at(textDocument.uri, (workspace, path) => renamedAt(workspace, path, position))) ?? null,
  );
  connection.onRenameRequest(async ({ textDocument, position, newName }) => {
    const done = await at(textDocument.uri, (workspace, path) => rename(workspace, path, position, newName));
    if (done === undefined) return null;
    if ("refused" in done) throw new ResponseError(ErrorCodes.InvalidRequest, done.refused);
    return editAnswer(done.edits, uriOf);
  });
  connection.onDocumentSymbol(async ({ textDocument }) =>
    ((await at(textDocument.uri, documentSymbols)) ?? []).map(symbolAnswer),
  );
  connection.onFoldingRanges(async ({ textDocument }) => [
    ...((await at(textDocument.uri, foldingRanges)) ?? []),
  ]);
  connection.onWorkspaceSymbol(async ({ query }) => {
    const all = await Promise.all([...sessions.values()].map((session) => session.now()));
    return all
      .flatMap((workspace) => workspaceSymbols(workspace, query))
      .map(({ name, zone, location }) => ({
        ...{ name, containerName: zone, kind: SymbolKind.Namespace },
        location: locationAnswer(location, uriOf),
      }));
  });
  connection.onDocumentFormatting(async ({ textDocument }) =>
    ((await at(textDocument.uri, formatEdits)) ?? []).map(({ range, newText }) => ({ range, newText })),
  );
  connection.onCodeAction(async ({ textDocument, range }) => {
    const found = await at(textDocument.uri, (workspace, path) => fixesIn(workspace, path, range));
    return (found ?? []).map((fix) => fixAnswer(fix, uriOf));
  });

  documents.listen(connection);
  connection.listen();
  await once(settings.input, "close");

  async function open(root: string): Promise<void> {
    const below = posix.resolve(root, settings.folder);
    // Somebody may have opened the very folder of the zones.
    const isItself =
      posix.basename(root) === posix.basename(below) && (await settings.files.list(below)) === undefined;
    const publish: Parameters<typeof lspSession>[2] = (path, diagnostics) =>
      void connection.sendDiagnostics({ uri: uriOf(path), diagnostics: [...diagnostics] });
    const later = (act: () => void) => void setImmediate(act);
    const session = lspSession(isItself ? root : below, files, publish, {
      later,
      ...(rulesFolder !== undefined && { rulesFolder }),
    });
    sessions.set(root, session);
    session.touch();
  }

  function close(root: string | undefined): void {
    if (root !== undefined) sessions.delete(root);
  }

  function touchAll(): void {
    for (const session of sessions.values()) session.touch();
  }

  function sessionOf(path: string): LspSession | undefined {
    return [...sessions.values()].find(({ folder }) => path.startsWith(`${folder}/`));
  }

  async function at<Answer>(
    uri: string,
    answer: (workspace: Workspace, path: string) => Answer,
  ): Promise<Answer | undefined> {
    const path = pathOf(uri);
    const session = path === undefined ? undefined : sessionOf(path);
    return session && answer(await session.now(), path!); // a session is found by a path
  }

  async function locations(uri: string, answer: (workspace: Workspace, path: string) => readonly Located[]) {
    return ((await at(uri, answer)) ?? []).map((each) => locationAnswer(each, uriOf));
  }
}

type Located = { readonly path: string; readonly range: { readonly start: Place; readonly end: Place } };

function rootsOf({ workspaceFolders, ...params }: InitializeParams): string[] {
  const old = params as { readonly rootUri?: string | null }; // as editors said it before there could be several
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (old.rootUri ? [old.rootUri] : []);
  return uris.flatMap((uri) => pathOf(uri) ?? []);
}

function rulesFolderOf({ initializationOptions: options }: InitializeParams): string | undefined {
  const { rulesFolder } = (options ?? {}) as { readonly rulesFolder?: unknown }; // whatever an editor says
  return typeof rulesFolder === "string" && rulesFolder !== "" ? rulesFolder.replace(/\/$/, "") : undefined;
}

/** The path of a file; undefined for what lies elsewhere than on a disk. */
function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith("file:") ? fileURLToPath(uri).replaceAll("\\", posix.sep) : undefined;
  } catch {
    return undefined;
  }
}
