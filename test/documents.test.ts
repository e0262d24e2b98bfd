import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { type Command, CommanderError } from "commander";
import { load as loadYaml } from "js-yaml";
import { describe, expect, test } from "vitest";
import { type Problem, printProblem } from "../dns/problem.ts";
import manifest from "../package.json" with { type: "json" };
import { allCommands } from "../scripts/commands.ts";
import { USAGE } from "../server/settings/usage.ts";
import { checkInvariants } from "../src/invariants/check-invariants.ts";
import { load } from "../src/zones/load.ts";
import { validate } from "../src/zones/validate.ts";
import { anchorsOf, linksOf } from "./documents/anchors.ts";
import { type FencedBlock, fencedBlocks } from "./documents/fenced-blocks.ts";
import { commandsOf } from "./documents/shown-commands.ts";
import { fakeFiles } from "./fakes/files.ts";

const ROOT = join(import.meta.dirname, "..");
const SAMPLES = /^docs\/(rules|deployments)\/|^docs\/pull-request-comment\.md$/; // made by the code, and tested there

const pages = new Map(
  [
    ...[
      "README.md",
      "ARCHITECTURE.md",
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "SECURITY.md",
      "examples/README.md",
    ],
    ...(readdirSync(join(ROOT, "docs"), { recursive: true }) as string[]) // without encoding they are strings
      .filter((file) => file.endsWith(".md"))
      .map((file) => `docs/${file}`),
  ].map((path) => [path, readFileSync(join(ROOT, path), "utf8")]),
);

const blocks = [...pages]
  .filter(([path]) => !SAMPLES.test(path))
  .flatMap(([path, page]) =>
    fencedBlocks(page).map((block) => ({ ...block, page: path, at: `${path}:${block.line}` })),
  );

describe("links", () => {
  test.each([...pages])("all that %s has lead somewhere", (path, page) => {
    expect(linksOf(page).filter((link) => !leadsSomewhere(path, link))).toEqual([]);
  });

  test("one that leads nowhere is found", () => {
    for (const link of ["nowhere.md", "README.md#nowhere", "#nowhere", "docs/nowhere.png"])
      expect(leadsSomewhere("README.md", link)).toBe(false);
    for (const link of ["docs/runbook.md#a-serial-would-jump", "#get-it", "docs/", "https://fly.io"])
      expect(leadsSomewhere("README.md", link)).toBe(true);
  });
});

function leadsSomewhere(from: string, link: string): boolean {
  if (/^[a-z]+:/.test(link)) return true; // of others
  const [file = "", anchor] = link.split("#");
  const path = file === "" ? from : normalize(join(dirname(from), file));
  if (path.startsWith("..") || !existsSync(join(ROOT, path))) return false;
  return (
    anchor === undefined || anchorsOf(pages.get(path) ?? readFileSync(join(ROOT, path), "utf8")).has(anchor)
  );
}

describe("YAML", () => {
  const yaml = blocks.filter(({ language }) => language === "yaml");

  test.each(yaml.filter(({ info }) => info === ""))("$at passes check as it stands", async (block) => {
    expect((await problemsOf(block)).map(printProblem)).toEqual([]);
  });

  const together = Map.groupBy(
    yaml.filter(({ info }) => info === "together"),
    ({ page, line }) => `${page}, ${sectionOf(page, line)}`,
  );

  test.each([...together])("%s passes check as it stands", async (_, files) => {
    const named = files.map(({ at, text }): [string, string] => [nameOf(text, at), text]);
    const hasConfig = named.some(([name]) => name === "_config.yaml");
    const all = [...(hasConfig ? [] : [["_config.yaml", SOME_CONFIG]]), ...SNIPPETS, ...named];
    expect((await check(Object.fromEntries(all))).map(printProblem)).toEqual([]);
  });

  test.each(yaml.filter(({ info }) => info === "wrong"))("$at is wrong, as the page says", async (block) => {
    expect((await problemsOf(block)).length).toBeGreaterThan(0);
  });

  test.each(yaml.filter(({ info }) => info === "fragment"))("$at is YAML", ({ text }) => {
    expect(() => loadYaml(text)).not.toThrow();
    for (const [, workflow] of text.matchAll(/OWNER\/zonepipe\/(\S+)@/g))
      expect(existsSync(join(ROOT, workflow!))).toBe(true);
  });

  test("each is a file, files together, a fragment, or wrong", () => {
    expect(
      yaml.filter(({ info }) => !["", "together", "wrong", "fragment"].includes(info)).map(({ at }) => at),
    ).toEqual([]);
  });
});

const SOME_CONFIG = `nameservers:
  - {name: ns1.example.net., addresses: [192.0.2.53]}
  - {name: ns2.example.net., addresses: [198.51.100.53]}
`;
const SOME_ZONE = "'': {type: TXT, value: v=spf1 -all}\n_dmarc: {type: TXT, value: v=DMARC1; p=reject}\n";

/** Files for zones of one's own, which a page may include. */
const SNIPPETS = readdirSync(join(ROOT, "zones/_snippets")).map((file): [string, string] => [
  `_snippets/${file}`,
  readFileSync(join(ROOT, "zones/_snippets", file), "utf8"),
]);

/** The heading that a line stands under. */
function sectionOf(page: string, line: number): string {
  const before = pages.get(page)!.split("\n").slice(0, line);
  return before.findLast((each) => /^##+ /.test(each)) ?? "";
}

function nameOf(text: string, at: string): string {
  const [, name] = /^# zones\/(\S+\.yaml)\n/.exec(text) ?? [];
  if (name === undefined) throw new Error(`${at} does not begin with "# zones/FILE.yaml"; is it a fragment?`);
  return name;
}

/** A file names itself in its first line. Zones are checked with the settings that the page shows before them. */
function problemsOf({
  text,
  page,
  line,
  at,
}: FencedBlock & { page: string; at: string }): Promise<readonly Problem[]> {
  const name = nameOf(text, at);
  if (name === "_config.yaml") {
    const { zones = {} } = loadYaml(text) as { zones?: object };
    const files = ["example.com", ...Object.keys(zones)].map((zone) => [`${zone}.yaml`, SOME_ZONE]);
    return check({ ...Object.fromEntries(files), [name]: text });
  }
  const before = blocks
    .filter((block) => block.page === page && block.line < line)
    .map((block) => block.text);
  const config = before.findLast((each) => each.startsWith("# zones/_config.yaml\n"));
  if (name === "_keys.yaml") {
    return check({ "_config.yaml": config ?? SOME_CONFIG, "example.com.yaml": SOME_ZONE, [name]: text });
  }
  if (name === "_invariants.yaml") {
    // It is checked with the zones that the page shows before it.
    const zones = before.flatMap((each): [string, string][] => {
      const [, zone] = /^# zones\/([^_\s]\S*\.yaml)\n/.exec(each) ?? [];
      return zone === undefined ? [] : [[zone, each]];
    });
    return check({ "_config.yaml": config ?? SOME_CONFIG, ...Object.fromEntries(zones), [name]: text });
  }
  const files = { [name]: text, ...(/type: NS/.test(text) ? {} : { "_config.yaml": config ?? SOME_CONFIG }) };
  return check(files);
}

/** Everything that is told of these zones, advice and all. */
async function check(files: { readonly [name: string]: string }): Promise<readonly Problem[]> {
  const placed = Object.entries(files).map(([name, text]) => [`zones/${name}`, text]);
  const sources = await load("zones", fakeFiles(Object.fromEntries(placed)));
  const { zones, problems } = validate(sources);
  return [...problems, ...checkInvariants(sources.invariants, zones, true).problems];
}

describe("commands", () => {
  const shown = blocks
    .filter(({ language }) => language === "sh" || language === "console")
    .flatMap((block) => commandsOf(block).map((words) => ({ at: block.at, line: words.join(" "), words })));

  test.each(shown)("$at: $line", ({ words }) => {
    expect(whatIsWrongWith(words)).toBeUndefined();
  });

  test("they are shown in blocks of sh or console", () => {
    const bare = blocks.filter(
      ({ language, text }) => !["sh", "console"].includes(language) && /^(\$ |zonepipe |npx )/m.test(text),
    );
    expect(bare.map(({ at }) => at)).toEqual([]);
    expect(shown.length).toBeGreaterThan(50);
  });

  test("what is wrong is found", () => {
    for (const line of [
      "zonepipe chekc",
      "zonepipe check --fast",
      "zonepipe init --layout three-apps",
      "zonepipe explain one two",
      "npx zonepipe check",
      "npm run nothing",
      "node server.js --quick",
      "rndx sync",
    ])
      expect([line, whatIsWrongWith(line.split(" "))]).not.toEqual([line, undefined]);
  });

  const inText = [...pages]
    .filter(([path]) => !SAMPLES.test(path) && path !== "CHANGELOG.md")
    .flatMap(([path, page]) =>
      [...page.matchAll(/`zonepipe ([a-z]+)([^`\n]*)/g)].map(([, name = "", rest = ""]) => ({
        path,
        name,
        flags: [...rest.matchAll(/--[a-z-]+/g)].map(([flag]) => flag),
      })),
    );

  test.each(inText)("$path: zonepipe $name $flags", ({ name, flags }) => {
    const options = allCommands()
      .get(name)
      ?.options.map(({ long }) => long);
    expect(options).toEqual(expect.arrayContaining(flags));
  });
});

/** Programs of others, which we show and do not know. */
const OTHERS = new Set([
  "cd",
  "dig",
  "dnscontrol",
  "dnstap-ldns",
  "fly",
  "fstrm_capture",
  "gh",
  "git",
  "pkcs11-tool",
  "rm",
  "rsync",
  "ssh",
  "systemctl",
]);
/** Words of npm that are no scripts of ours. */
const NPM = new Set(["install", "version"]);

function whatIsWrongWith([program = "", ...args]: readonly string[]): string | undefined {
  switch (program) {
    case "zonepipe":
      return whatCommanderSays(args);
    case "npx": // never by a name alone: that would be somebody else's package
      if (args[0] !== "--package" || !/^https:.*\.tgz$/.test(args[1] ?? "") || args[2] !== "zonepipe")
        return "no release";
      return args[3] === "--help" ? undefined : whatCommanderSays(args.slice(3));
    case "npm": {
      const word = args[0] === "run" ? args.find((arg, index) => index > 0 && !arg.startsWith("-")) : args[0];
      return word !== undefined && (word in manifest.scripts || NPM.has(word)) ? undefined : "no such script";
    }
    case "node": {
      const flags = args.slice(args.findIndex((arg) => /^server(\/main)?\.[jt]s$/.test(arg)));
      return flags.find((flag) => flag.startsWith("--") && !USAGE.includes(`${flag} `));
    }
    default:
      return OTHERS.has(program) ? undefined : `what is ${program}?`;
  }
}

/** What the command line has against it before it does anything. */
function whatCommanderSays([name = "", ...args]: readonly string[]): string | undefined {
  const command: Command | undefined = allCommands().get(name);
  if (command === undefined) return "no such command";
  try {
    command
      .configureOutput({ writeErr: () => {} })
      .action(() => {})
      .parse(
        args.map((arg) => arg.replace("@COMMIT", `@${"0".repeat(40)}`)),
        { from: "user" },
      );
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error.message;
    throw error;
  }
}
