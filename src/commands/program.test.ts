import { afterEach, expect, test, vi } from "vitest";
import { commandsFor } from "./all.ts";
import { program } from "./program.ts";

afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

/** What the command line writes to both streams, and its exit code. */
async function say(...args: readonly string[]): Promise<{ code: unknown; text: string }> {
  let text = "";
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, "write").mockImplementation((chunk) => {
      text += chunk;
      return true;
    });
  }
  const cli = program();
  for (const add of await commandsFor(args[0])) add(cli);
  await cli.run(["node", "zonepipe", ...args]);
  return { code: process.exitCode, text };
}

const all = program();
for (const add of await commandsFor()) add(all);

test("each command is there alone by its name, and by no other word", async () => {
  const names = all.commands().map(({ usage }) => usage.split(" ")[0]!);
  for (const name of names) {
    const one = program();
    for (const add of await commandsFor(name)) add(one);
    expect(one.commands().map(({ usage }) => usage.split(" ")[0])).toEqual([name]);
  }
  for (const word of ["", "--help", "help", "chek", "constructor"])
    expect(await commandsFor(word)).toHaveLength(names.length);
});

test.each(all.commands().map(({ usage }) => usage.split(" ")[0]!))(
  "the help of %s shows no default that says nothing",
  async (command) => {
    const { code, text } = await say(command, "--help");
    expect([code, text]).toEqual([0, expect.stringContaining(`Usage: zonepipe ${command}`)]);
    expect(text).not.toMatch(/default: (false|\[\]|\{\}|\[object)/);
  },
);

test.each<[string[], string]>([
  [["check", "--foo"], "error: unknown option '--foo'\n(zonepipe check --help says how it is used)\n"],
  [["frobnicate"], "error: unknown command 'frobnicate'\n(zonepipe --help lists the commands)\n"],
  [
    ["plan", "zones", "more zones"],
    "error: too many arguments for 'plan'. Expected 1 argument but got 2.\n(zonepipe plan --help says how it is used)\n",
  ],
  [
    ["render"],
    "error: required option '--out <dir>' not specified\n(zonepipe render --help says how it is used)\n",
  ],
  [
    ["verify", "--server", ""],
    "error: option '--server <addr:port>' argument '' is invalid. Expected an address and a port, as in 192.0.2.53:53 or " +
      '[2001:db8::53]:53; found "".\n(zonepipe verify --help says how it is used)\n',
  ],
])("zonepipe %j: one line says what is wrong with it, and one where to read on", async (args, text) => {
  expect(await say(...args)).toEqual({ code: 2, text });
});
