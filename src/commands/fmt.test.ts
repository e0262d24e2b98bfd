import { expect, test } from "vitest";
import { type FakeFiles, fakeFiles } from "../../test/fakes/files.ts";
import type { World } from "../world.ts";
import { addFmt } from "./fmt.ts";
import { type Printed, program } from "./program.ts";

const FILES = {
  "zones/_config.yaml": "soa: {rname: h, mname: n}\n",
  "zones/_shared/mail.yaml": "- {type:   MX, value: {exchange: mx., preference: 1}}\n",
  "zones/broken.example.yaml": "a: [\n",
  "zones/example.com./www.yaml": "www: {type: A, value: 192.0.2.1}\n",
  "zones/example.net.yaml": "www: {type: A, value: 192.0.2.1}\nftp: {type: A, value: 192.0.2.2}\n",
  "zones/notes.txt": "a:   b\n",
};

const NET = "ftp: {type: A, value: 192.0.2.2}\nwww: {type: A, value: 192.0.2.1}\n";

test("files are laid out, one that cannot be read stays as it is, and both are told", async () => {
  const { printed, written } = await fmt(FILES, "", "zones");
  expect(written).toEqual({
    "zones/_shared/mail.yaml": "- {type: MX, value: {exchange: mx., preference: 1}}\n",
    "zones/example.net.yaml": NET,
  });
  expect(printed).toEqual({
    text: `zones/_shared/mail.yaml: laid out
zones/broken.example.yaml:1:4: error: A bracket opens here and is not closed.
  Close it with ]. All lines within must be indented. [yaml-syntax]
zones/example.net.yaml: laid out
5 files, 2 laid out now, 1 left as it is.
`,
    exitCode: 1,
  });
});

test("--check writes nothing and shows where the first difference is", async () => {
  const { printed, written } = await fmt(
    FILES,
    "",
    "zones/example.net.yaml",
    "zones/_config.yaml",
    "--check",
  );
  expect(written).toEqual({});
  expect(printed).toEqual({
    text: `zones/example.net.yaml:1: another layout
  - www: {type: A, value: 192.0.2.1}
  - ftp: {type: A, value: 192.0.2.2}
  + ftp: {type: A, value: 192.0.2.2}
  + www: {type: A, value: 192.0.2.1}
2 files, 1 with another layout. \`zonepipe fmt\` lays them out.
`,
    exitCode: 1,
  });
});

test("what is laid out already is not written", async () => {
  const { printed, written } = await fmt({ "zones/example.net.yaml": NET }, "");
  expect([written, printed]).toEqual([{}, { text: "1 file, all were laid out already.\n", exitCode: 0 }]);
});

test("standard input is printed in the layout, by the name that it has", async () => {
  const input = FILES["zones/example.net.yaml"];
  expect((await fmt({}, input, "-")).printed).toEqual({ shown: NET, exitCode: 0 });
  expect((await fmt({}, input, "-", "--stdin-file", "zones/_config.yaml")).printed).toEqual({
    shown: input,
    exitCode: 0,
  });
  expect((await fmt({}, "a: [\n", "-")).printed).toMatchObject({
    exitCode: 1,
    complaint: expect.stringContaining("stdin.yaml:1:4"),
  });
});

async function fmt(
  files: FakeFiles,
  input: string,
  ...args: string[]
): Promise<{ readonly printed: Printed | undefined; readonly written: { readonly [path: string]: string } }> {
  const written: { [path: string]: string } = {};
  const write = (path: string, text: string) => {
    written[path.replace(/^\//, "")] = text;
    return Promise.resolve();
  };
  const disk = fakeFiles(files);
  const read = (path: string) =>
    path === "/dev/stdin" ? Promise.resolve(Buffer.from(input)) : disk.read(path);
  const world = { files: { ...disk, read }, output: { write } } as unknown as World; // nothing else is touched
  let printed: Printed | undefined;
  const whole = program();
  addFmt({
    ...whole,
    action:
      (act) =>
      async (...given) => {
        printed = await act(world, ...given);
      },
  });
  await whole.run(["node", "zonepipe", "fmt", ...args]);
  return { printed, written };
}
