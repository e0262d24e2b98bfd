// VS Code loads an extension as CommonJS.
const { commands, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

/** @type {InstanceType<typeof LanguageClient> | undefined} */
let client;

/** Starts `zonepipe lsp` for the folders that are open. */
exports.activate = async (context) => {
  context.subscriptions.push(
    commands.registerCommand("zonepipe.restart", start),
    workspace.onDidChangeConfiguration(async (change) => {
      const isAnother = ["command", "folder", "rulesFolder"].some((key) =>
        change.affectsConfiguration(`zonepipe.${key}`),
      );
      if (isAnother) await start();
    }),
  );
  await start();
};

/** Ends it; resolves when it has ended. */
exports.deactivate = stop;

async function start() {
  await stop();
  const settings = workspace.getConfiguration("zonepipe");
  const [command, ...first] = settings.get("command");
  const folder = settings.get("folder");
  // On Windows what npm installs is a script, which only a shell runs.
  const options = { shell: process.platform === "win32" };
  const run = { command, args: [...first, "lsp", "--stdio", folder], options };
  client = new LanguageClient("zonepipe", "zonepipe", run, {
    documentSelector: [{ scheme: "file", language: "yaml", pattern: `**/${folder}/**/*.yaml` }],
    initializationOptions: { rulesFolder: settings.get("rulesFolder") },
  });
  await client.start();
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.dispose();
}
