import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { fakeFiles } from "../../test/fakes/files.ts";
import { type FakeFly, fakeFly } from "../../test/fakes/fly-in-memory.ts";
import { findPlaces } from "../deploy/apps.ts";
import type { Fly } from "../deploy/fly/fly.ts";
import { FlyError } from "../deploy/fly/fly-error.ts";
import { readFlyToml } from "../deploy/fly/fly-toml.ts";
import { WorldError } from "../files/world-error.ts";
import { startRun } from "../run.ts";
import { readTemplates } from "../world/templates.ts";
import type { World } from "../world.ts";
import { load } from "../zones/load.ts";
import { validate } from "../zones/validate.ts";
import { type Found, lookAround } from "./look-around.ts";
import { newFiles, snippetFiles } from "./new-files.ts";
import { appsOf, type Layout, type NewRepository } from "./offer.ts";
import { printSteps, stepsFor } from "./steps.ts";

const ACTION = { repository: "example-org/zonepipe", commit: "a".repeat(40) };
const ADDRESSES = ["192.0.2.53", "198.51.100.53"];

function repositoryOf(layout: Layout, addresses: readonly string[] = ADDRESSES): NewRepository {
  const left = [...addresses];
  const apps = appsOf(layout, "dns", "example.com.", ["fra", "syd"]).map((app) => ({
    ...app,
    addresses: left.splice(0, app.nameservers.length),
  }));
  return { zone: "example.com.", layout, apps, action: ACTION };
}

const filesOf = (repository: NewRepository) => newFiles(repository, readTemplates());

test("snippets that are asked for can be included, as the guide says", async () => {
  const files = snippetFiles(readTemplates());
  expect([...files.keys()]).toContain("zones/_snippets/fastmail.yaml");
  const zone = "$add: !include _snippets/fastmail.yaml\n_dmarc: {type: TXT, value: v=DMARC1; p=reject}\n";
  const all = new Map([...filesOf(repositoryOf("one-app")), ...files, ["zones/example.com.yaml", zone]]);
  const { zones, problems } = validate(await load("zones", fakeFiles(Object.fromEntries(all))));
  expect([zones.map(({ records }) => records.length > 6), problems]).toEqual([[true], []]);
});

describe.each(["two-apps", "one-app"] as const)("a new repository with %s", (layout) => {
  const repository = repositoryOf(layout);
  const files = fakeFiles(Object.fromEntries(filesOf(repository)));

  test("has zones without any problem, and apps with a nameserver at each address", async () => {
    const world = {
      files,
      now: () => new Date(0),
      progress: { step: () => {}, end: () => {} },
    } as unknown as World; // nothing else is touched
    const { zones, problems } = await startRun("check", "zones", world);
    expect([zones.length, problems]).toEqual([1, []]);
    const { apps, secondaries } = await findPlaces(zones, files);
    expect(secondaries).toEqual([]);
    expect(apps.map(({ app, nameservers }) => [app, nameservers.map(({ address }) => address)])).toEqual(
      layout === "two-apps"
        ? [
            ["dns-1", ["192.0.2.53"]],
            ["dns-2", ["198.51.100.53"]],
          ]
        : [["dns", ADDRESSES]],
    );
    for (const { app, configFile, configText } of apps) {
      expect(readFlyToml(configFile, configText)).toMatchObject({ app, problems: [] });
    }
  });

  test("has stand-ins where no address is known, which are marked, and without any problem", async () => {
    const made = filesOf(repositoryOf(layout, []));
    const world = {
      files: fakeFiles(Object.fromEntries(made)),
      now: () => new Date(0),
      progress: { step: () => {}, end: () => {} },
    } as unknown as World; // nothing else is touched
    expect((await startRun("check", "zones", world)).problems).toEqual([]);
    expect(made.get("zones/_config.yaml")!.match(/# The address is a stand-in\.\n/g)).toHaveLength(2);
  });

  test("has schemas where its modelines say, and builds nothing into git", () => {
    const made = filesOf(repository);
    for (const file of ["zones/example.com.yaml", "zones/_config.yaml"]) {
      const [, schema] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(made.get(file)!)!;
      expect(JSON.parse(made.get(`zones/${schema}`)!)).toMatchObject({ type: "object" });
    }
    expect(JSON.parse(made.get("zones/_invariants.schema.json")!)).toMatchObject({ type: "object" });
    expect(made.get(".gitignore")).toContain("/build/\n");
  });

  test("has an app in each region that was named", () => {
    const regions = [...filesOf(repository)]
      .filter(([path]) => path.endsWith(".toml"))
      .map(([, text]) => /^primary_region = "(.*)"$/m.exec(text)?.[1]);
    expect(regions).toEqual(layout === "two-apps" ? ["fra", "syd"] : ["fra"]);
  });

  test("calls the release that was named, in every workflow", () => {
    const workflows = [...filesOf(repository)].filter(([path]) => path.startsWith(".github/workflows/"));
    expect(workflows.length).toBeGreaterThan(0);
    for (const [path, text] of workflows) {
      const file = path.split("/").at(-1);
      expect(text).toContain(`uses: example-org/zonepipe/.github/workflows/${file}@${ACTION.commit}\n`);
      expect(text).not.toMatch(/OWNER|0{40}/);
    }
  });
});

describe("the steps", () => {
  const states = (repository: NewRepository, found: Found) =>
    stepsFor(repository, found).map(({ state }) => state);

  /** As flyctl tells of apps: those of the fake are there, with these addresses. */
  function flyWith(fake: FakeFly, addresses: readonly string[]): Fly {
    return {
      ...fake,
      addresses: (app) =>
        app in fake.machinesOf
          ? Promise.resolve(addresses.map((address) => ({ address, kind: "v4", region: "global" })))
          : Promise.reject(new FlyError("Cannot list", "failed", `Error: Could not find App "${app}"`)),
    };
  }

  test("from nothing: all are to be done, and each says what to run", async () => {
    const repository = repositoryOf("two-apps", []);
    const found = { ...(await lookAround(["dns-1", "dns-2"], flyWith(fakeFly({}), []))), remote: undefined };
    const steps = stepsFor(repository, { ...found, workflow: "OWNER/zonepipe" });
    expect(steps.map(({ state, run }) => [state, run[0]])).toEqual([
      ["done", expect.any(String)],
      ["to do", "fly apps create dns-1"],
      ["to do", "fly ips allocate-v4 --yes -a dns-1"],
      ["to do", "fly apps create dns-2"],
      ["to do", "fly ips allocate-v4 --yes -a dns-2"],
      ["to do", "fly ips list -a dns-1"],
      ["to do", "git init --initial-branch main"],
      ["to do", "git ls-remote https://github.com/OWNER/zonepipe 'refs/tags/v*'"],
      ["unseen", expect.stringContaining('"contexts": ["plan / plan"]')],
      ["unseen", "gh label create zonepipe:allow-deletes:example.com --color d93f0b --force"],
      ["unseen", "fly tokens create org -x 8760h (a token of one app cannot release two)"],
      ["unseen", "SECRET=$(openssl rand -hex 16)"],
      ["to do", "git add . && git commit -m Zones && git push -u origin main"],
      ["unseen", "host record (glue): ns1.example.com. its address"],
      ["unseen", "zonepipe delegation"],
    ]);
  });

  test("there is a label for every danger of a zone", async () => {
    const repository = repositoryOf("two-apps", []);
    const found = { ...(await lookAround([], flyWith(fakeFly({}), []))), remote: undefined };
    const { run } = stepsFor(repository, found).find(({ title }) => title.startsWith("The labels"))!;
    const labels = run.map((line) => /^gh label create zonepipe:allow-([a-z]+):example\.com /.exec(line)![1]);
    expect(labels).toEqual(["deletes", "ns", "mname", "removal", "ds", "serial", "mixture", "keys"]);
    const written = globSync("src/**/*.ts").flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/zonepipe:allow-([a-z]+):ZONE/g)].map(([, kind]) => kind!),
    );
    expect(written.filter((kind) => !labels.includes(kind))).toEqual([]); // none that rules speak of is left out
  });

  test("with an app that has everything: only what cannot be seen is left", async () => {
    const machine = (id: string) => ({ id, region: "fra", image: "x" });
    const fly = flyWith(fakeFly({ dns: [machine("m1"), machine("m2")] }), ADDRESSES);
    const found = {
      ...(await lookAround(["dns"], fly)),
      remote: "https://github.com/example-org/zones",
      config: ADDRESSES.join(),
      workflow: "uses: example-org/zonepipe",
    };
    expect(states(repositoryOf("one-app"), found)).toEqual([
      ...Array.from({ length: 6 }, () => "done"),
      "unseen",
      "unseen",
      "unseen",
      "unseen",
      "done",
      "unseen",
      "unseen",
    ]);
  });

  test("an app with one of two addresses needs one more", async () => {
    const fly = flyWith(fakeFly({ dns: [] }), ["192.0.2.53"]);
    const found = { ...(await lookAround(["dns"], fly)), remote: null };
    const [, , address, config] = stepsFor(repositoryOf("one-app", ["192.0.2.53"]), found);
    expect(address).toMatchObject({
      state: "to do",
      detail: "192.0.2.53",
      run: ["fly ips allocate-v4 --yes -a dns"],
    });
    expect(config!.state).toBe("to do");
  });

  test("without flyctl that is said once, and its steps are unseen", async () => {
    const fly = { ...fakeFly({}), version: () => Promise.reject(new WorldError("Cannot run flyctl")) };
    const found = { ...(await lookAround(["dns"], fly)), remote: null };
    const repository = repositoryOf("one-app", []);
    expect(states(repository, found).slice(0, 3)).toEqual(["to do", "unseen", "unseen"]);
    expect(printSteps(repository, stepsFor(repository, found)).match(/Cannot run flyctl/g)).toHaveLength(1);
  });
});
