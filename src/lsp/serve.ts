import { once } from "node:events";
import {
  createConnection,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  type InitializeResult,
  PositionEncodingKind,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import type { Files } from "../files/files.ts";
import { answersIn } from "./answers.ts";
import { openDocuments } from "./documents.ts";
import { type Encoding, encodingFor, rangeOut } from "./encoding.ts";
import { type OpenFolders, openFolders } from "./folders.ts";
import { overlay } from "./overlay.ts";
import { pathOf, usualUri } from "./paths.ts";
import { answerRequests } from "./requests.ts";
import type { Publish } from "./session.ts";
import { warmUp } from "./warm-up.ts";

/** How the language server is run. */
export interface LspSettings {
  /** Of the zones, from the folder that the editor has open. */
  readonly folder: string;
  readonly version: string;
  readonly files: Files;
  /** The editor speaks here. */
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Milliseconds from any start. */
  readonly clock: () => number;
  readonly now: () => Date;
}

const WARM_UP = 120; // milliseconds, while an editor starts and nobody types yet

/** Answers an editor until it says that this is the end, or is gone. Everything that it shows is text of files, and nothing of it is run. */
export async function serveLsp(settings: LspSettings): Promise<void> {
  const { folder, files: disk, clock, now } = settings;
  const connection = createConnection(settings.input, settings.output);
  const documents = openDocuments(() => encoding);
  const files = overlay(disk);
  const uris = new Map<string, string>(); // of open files, as the editor writes them
  const uriOf = (path: string) => uris.get(path) ?? usualUri(path);
  let encoding: Encoding = "utf-16";
  let canRegister = false;
  let hasFolders = false;
  let waiting: Parameters<Publish>[] | undefined = []; // before it has its first answer an editor is told nothing
  const publish: Publish = (...told) => {
    if (waiting !== undefined) {
      waiting.push(told);
      return;
    }
    const [path, found, source] = told;
    const diagnostics = found.map((each) => ({ ...each, range: rangeOut(source, each.range, encoding) }));
    void connection.sendDiagnostics({ uri: uriOf(path), diagnostics });
  };
  let folders: OpenFolders = openFolders({ folder, disk, files, publish, now });

  connection.onInitialize(async (params): Promise<InitializeResult> => {
    const rulesFolder = rulesFolderOf(params);
    folders = openFolders({
      folder,
      disk,
      files,
      publish,
      now,
      ...(rulesFolder !== undefined && { rulesFolder }),
    });
    const { general, workspace } = params.capabilities;
    encoding = encodingFor(general?.positionEncodings);
    canRegister = workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
    hasFolders = workspace?.workspaceFolders === true;
    const end = clock() + WARM_UP;
    for (const root of rootsOf(params)) await folders.open(root);
    for (const session of folders.all()) await session.now();
    await warmUp(() => clock() >= end, now);
    return {
      serverInfo: { name: "zonepipe", version: settings.version },
      capabilities: CAPABILITIES[encoding],
    };
  });

  connection.onInitialized(async () => {
    const told = waiting ?? [];
    waiting = undefined;
    for (const each of told) publish(...each);
    if (hasFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
        for (const { uri } of removed) folders.close(pathOf(uri) ?? uri);
        for (const { uri } of added) {
          const path = pathOf(uri);
          if (path !== undefined) await folders.open(path);
        }
      });
    }
    if (!canRegister) return;
    const watchers = [{ globPattern: "**/*.{yaml,yml}" }, { globPattern: `**/${folder}` }];
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  });

  connection.onDidChangeWatchedFiles(touchAll);
  documents.onDidSave(touchAll);
  documents.onDidChangeContent(({ document }) => {
    const path = pathOf(document.uri);
    if (path === undefined) return;
    uris.set(path, document.uri);
    files.show(path, document.getText());
    folders.of(path)?.touch();
  });
  documents.onDidClose(({ document }) => {
    const path = pathOf(document.uri);
    if (path === undefined) return;
    files.forget(path);
    folders.of(path)?.touch();
  });
  answerRequests(
    connection,
    () => folders,
    (workspace) => answersIn(workspace, uriOf, encoding),
  );

  documents.listen(connection);
  connection.listen();
  await once(settings.input, "close");

  function touchAll(): void {
    for (const session of folders.all()) session.touch();
  }
}

const ABLE: InitializeResult["capabilities"] = {
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
};

const CAPABILITIES: { readonly [encoding in Encoding]: InitializeResult["capabilities"] } = {
  "utf-8": { positionEncoding: PositionEncodingKind.UTF8, ...ABLE },
  "utf-16": { positionEncoding: PositionEncodingKind.UTF16, ...ABLE },
};

function rootsOf({ workspaceFolders, ...params }: InitializeParams): string[] {
  const old = params as { readonly rootUri?: string | null }; // as editors said it before there could be several
  const uris = workspaceFolders?.map(({ uri }) => uri) ?? (old.rootUri ? [old.rootUri] : []);
  return uris.flatMap((uri) => pathOf(uri) ?? []);
}

function rulesFolderOf({ initializationOptions: options }: InitializeParams): string | undefined {
  const { rulesFolder } = (options ?? {}) as { readonly rulesFolder?: unknown }; // whatever an editor says
  return typeof rulesFolder === "string" && rulesFolder !== "" ? rulesFolder.replace(/\/$/, "") : undefined;
}
