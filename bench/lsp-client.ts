import { spawn } from "node:child_process";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";

/** An editor that has started the real command, and speaks with it. */
export interface LspClient extends AsyncDisposable {
  readonly initialized: InitializeResult;
  /** The process that it has started. */
  readonly pid: number;
  readonly ask: <Answer>(method: string, params: object) => Promise<Answer>;
  readonly say: (method: string, params: object) => Promise<void>;
  /** Resolves with what is told of a file as soon as `isWanted` holds of it. */
  readonly diagnostics: (
    path: string,
    isWanted: (found: readonly Diagnostic[]) => boolean,
  ) => Promise<readonly Diagnostic[]>;
  /** Opens a file with a text that the editor shows. */
  readonly open: (path: string, text: string) => Promise<void>;
  /** Says that this is the end; resolves with the exit code. */
  readonly end: () => Promise<number | null>;
}

const CLI = join(import.meta.dirname, "../src/cli.ts");

/** How the editor is. */
export interface LspClientSettings {
  /** What it runs: `src/cli.ts`, if nothing else is said. */
  readonly cli?: string;
  /** What it can do. */
  readonly capabilities?: ClientCapabilities;
  /** The folders that it has open; the one that it was started in, if nothing else is said. */
  readonly roots?: readonly string[];
}

/** Starts `zonepipe lsp` for an editor that has a folder open. */
export async function startLspClient(root: string, settings: LspClientSettings = {}): Promise<LspClient> {
  const { cli = CLI, capabilities = {}, roots = [root] } = settings;
  const child = spawn(process.execPath, [cli, "lsp", "--stdio"], { cwd: root, stdio: "pipe" });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  child.stderr.on("data", (data: Buffer) => process.stderr.write(data));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  const told = new Map<string, readonly Diagnostic[]>();
  let heard = () => {};
  connection.onNotification(
    "textDocument/publishDiagnostics",
    ({ uri, diagnostics }: PublishDiagnosticsParams) => {
      told.set(uri, diagnostics);
      heard();
    },
  );
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>("initialize", {
    processId: process.pid,
    capabilities,
    rootUri: null,
    workspaceFolders: roots.map((each) => ({ uri: pathToFileURL(each).href, name: basename(each) })),
    initializationOptions: { rulesFolder: "https://docs.example/rules/" },
  });
  await connection.sendNotification("initialized", {});
  return {
    initialized,
    pid: child.pid!, // it answers
    ask: (method, params) => connection.sendRequest(method, params),
    say: (method, params) => connection.sendNotification(method, params),
    open: (path, text) =>
      connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri: pathToFileURL(path).href, languageId: "yaml", version: 1, text },
      }),
    diagnostics: async (path, isWanted) => {
      const uri = pathToFileURL(path).href;
      for (;;) {
        const found = told.get(uri);
        if (found !== undefined && isWanted(found)) return found;
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
      }
    },
    end: async () => {
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      return await ended;
    },
    [Symbol.asyncDispose]: async () => {
      connection.dispose();
      child.kill();
      await ended;
    },
  };
}
