import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { windowStart } from "../../dns/signing/window.ts";
import { builtServer } from "../../test/built-bundles.ts";
import { signedExample } from "../../test/dnssec/signed-example.ts";
import { startSigningServer } from "../../test/signing/signing-server.ts";
import { portIn } from "../../test/signing/spoken-process.ts";
import { renderZone, zoneFileName } from "../render/render-zone.ts";
import { output } from "../world/output.ts";
import { writeBuildContext } from "./build-context.ts";

const WEEK = 2980;
const DAY = 86_400;
const INPUTS = `sha256:${"a".repeat(64)}`;

async function build(seconds: number) {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-image-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const parts = {
    rendered: [{ ...renderZone(signedExample(), 7), journal: [] }],
    ...{ bundle: readFileSync(await builtServer(), "utf8"), dockerfile: "FROM scratch\n" },
    ...{ commit: "c".repeat(40), inputs: INPUTS, time: new Date(1_000 * seconds) },
  };
  const { folder: _, dockerfile: __, ...named } = await writeBuildContext(parts, folder, output);
  return { folder, named };
}

test("when an image is built makes it no other image", async () => {
  const [one, other] = [await build(windowStart(WEEK)), await build(windowStart(WEEK + 9))];
  expect(other.named).toEqual(one.named);
  const timeIn = (folder: string) => JSON.parse(readFileSync(join(folder, "build.json"), "utf8")).time;
  expect([timeIn(one.folder), timeIn(other.folder)]).toEqual([windowStart(WEEK), windowStart(WEEK + 9)]);
});

test.each([
  ["years before the build", windowStart(2971), WEEK],
  ["a week before it", windowStart(WEEK - 1), WEEK],
  ["two weeks after it", windowStart(WEEK + 2) + DAY, WEEK + 2],
])(
  "a server whose clock stands %s signs for the week of the later one",
  { timeout: 60_000 },
  async (_, now, window) => {
    const { folder } = await build(windowStart(WEEK) + 3 * DAY);
    const bundle = join(folder, "server.js");
    const words = ["--zones", join(folder, "zones"), "--dnssec-shape", "--now", `${now}`];
    const server = await startSigningServer(words, {}, bundle);
    onTestFinished(async () => void (await server.stop()));
    const port = portIn(await server.says("ready: "));
    const own = [
      "-c",
      `"$0" "$@" || true`,
      process.execPath,
      bundle,
      "self-check",
      "--listen",
      `127.0.0.1:${port}`,
    ];
    const check: unknown = JSON.parse(execFileSync("sh", own).toString()); // stand-ins are not well
    expect(check).toMatchObject({ zones: [{ signed: { window, first: 7 } }] });
  },
);

test("addresses of ALIAS targets stand beside the zone, and make it no other image", async () => {
  const folder = mkdtempSync(join(tmpdir(), "zonepipe-image-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const zone = { ...renderZone(signedExample(), 7), journal: [] };
  const labels = [undefined, "; zonepipe addresses 1 one\n", "; zonepipe addresses 1 two\n"].map(
    async (addresses, index) => {
      const parts = {
        rendered: [addresses === undefined ? zone : { ...zone, addresses }],
        ...{ bundle: "", dockerfile: "", commit: "c", inputs: INPUTS, time: new Date(0) },
      };
      const { label } = await writeBuildContext(parts, join(folder, String(index)), output);
      return label;
    },
  );
  expect(new Set(await Promise.all(labels)).size).toBe(1);
  const written = zoneFileName(zone.origin).replace(/\.zone$/, ".addresses");
  expect(readFileSync(join(folder, "1/zones", written), "utf8")).toBe("; zonepipe addresses 1 one\n");
});
