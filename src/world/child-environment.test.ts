import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { childEnvironment } from "./child-environment.ts";
import { flyctlEnvironment } from "./flyctl-environment.ts";

const ENVIRONMENT = Object.fromEntries(
  [
    ...["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "XDG_CONFIG_HOME"],
    ...[
      "http_proxy",
      "HTTPS_PROXY",
      "no_proxy",
      "ALL_PROXY",
      "SSL_CERT_FILE",
      "SSL_CERT_DIR",
      "NODE_EXTRA_CA_CERTS",
    ],
    ...[
      "FLY_API_TOKEN",
      "FLY_API_BASE_URL",
      "FLY_REGION",
      "FLY_ORG",
      "FLY_APP",
      "DOCKER_HOST",
      "BUILDKIT_PROGRESS",
    ],
    ...[
      "GIT_DIR",
      "GIT_CONFIG_COUNT",
      "GIT_SSH_COMMAND",
      "NODE_OPTIONS",
      "NODE_PATH",
      "LD_PRELOAD",
      "LD_LIBRARY_PATH",
    ],
    ...[
      "BASH_ENV",
      "ENV",
      "SHELLOPTS",
      "PERL5OPT",
      "PYTHONPATH",
      "LOG_LEVEL",
      "Path",
      "path",
      "XPATH",
      "PATHS",
    ],
    ...[
      "GITHUB_TOKEN",
      "GH_TOKEN",
      "INPUT_GITHUB-TOKEN",
      "ACTIONS_RUNTIME_TOKEN",
      "GITHUB_ACTIONS",
      "http_PROXY",
    ],
  ].map((name) => [name, "x"]),
);
const USUAL = [
  ...["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LC_CTYPE", "XDG_CONFIG_HOME"],
  ...[
    "http_proxy",
    "HTTPS_PROXY",
    "no_proxy",
    "ALL_PROXY",
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "NODE_EXTRA_CA_CERTS",
  ],
];

test("a program that we start gets what is on the list, and nothing else", () => {
  expect(Object.keys(childEnvironment(ENVIRONMENT))).toEqual(USUAL);
});

test("flyctl gets what it and its builder read, besides, and no region or organization", () => {
  expect(Object.keys(flyctlEnvironment(ENVIRONMENT, undefined))).toEqual([
    ...USUAL,
    ...["FLY_API_TOKEN", "FLY_API_BASE_URL", "DOCKER_HOST", "BUILDKIT_PROGRESS", "NO_COLOR"],
  ]);
});

test("whoever starts a program asks for its environment", () => {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .map((path) => [path, readFileSync(join("src", path), "utf8")] as const);
  // Who imports a type of them starts nothing.
  const starting = sources.filter(([, text]) =>
    /^import (?!type\b).*"(node:child_process|@actions\/exec)"/m.test(text),
  );
  const unasked = starting.filter(([, text]) => !/\bchildEnvironment\(|\benv: \{ readonly \[name/.test(text));
  expect(unasked.map(([path]) => path)).toEqual([]);
  // And gives it along, at every start.
  for (const [path, text] of starting) {
    const starts = text.match(/(?<![.\w])(spawn|fork|exec|getExecOutput)\w*\(/g)?.length ?? 0;
    const given = text.match(/[{ ](env: \w+\(|env(?=, |,$| }))/gm)?.length ?? 0;
    expect([path, given >= starts]).toEqual([path, true]);
  }
});
