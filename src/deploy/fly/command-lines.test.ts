import { expect, test } from "vitest";
import { parseCommandLine } from "../../../test/fakes/flyctl/command-line.ts";
import {
  allocateIpv4,
  askVersion,
  buildImage,
  deployImage,
  execOnMachine,
  listAddresses,
  listMachines,
  listReleases,
} from "./command-lines.ts";
import type { Scope } from "./fly.ts";

const BUILD = {
  app: "dns",
  config: "/repository/fly.toml",
  context: "/tmp/context",
  dockerfile: "/tmp/context/Dockerfile",
  label: "zones-1",
  buildArgs: { COMMIT: "0123", ZONES: "sha256:ab" },
};
const DEPLOY = { app: "dns", config: "/repository/fly.toml", image: "registry.fly.io/dns:zones-1" };

const deployTo = (scope: Scope) => deployImage({ ...DEPLOY, scope });

const LINES: readonly (readonly [string[], string])[] = [
  [askVersion(), "version --json"],
  [listAddresses("dns"), "ips list --app dns --json"],
  [allocateIpv4("dns"), "ips allocate-v4 --app dns --yes"],
  [listMachines("dns"), "machine list --app dns --json"],
  [listReleases("dns"), "releases --app dns --json"],
  [
    buildImage(BUILD),
    "deploy /tmp/context --app dns --config /repository/fly.toml --dockerfile /tmp/context/Dockerfile --image-label zones-1 " +
      "--build-arg COMMIT=0123 --build-arg ZONES=sha256:ab --build-only --push --remote-only",
  ],
  [
    deployTo({ kind: "all" }),
    "deploy --app dns --config /repository/fly.toml --image registry.fly.io/dns:zones-1 --max-unavailable 1 --remote-only --ha=false --dns-checks=false --yes",
  ],
  [
    deployImage({ ...DEPLOY, scope: { kind: "all" }, env: { ZONEPIPE_SPENT: "a.=7" } }),
    "deploy --app dns --config /repository/fly.toml --image registry.fly.io/dns:zones-1 --env ZONEPIPE_SPENT=a.=7 --max-unavailable 1 --remote-only --ha=false --dns-checks=false --yes",
  ],
  [
    deployTo({ kind: "regions", regions: ["iad", "fra"] }),
    "deploy --app dns --config /repository/fly.toml --image registry.fly.io/dns:zones-1 --regions iad,fra --update-only --max-unavailable 1 --remote-only --ha=false --dns-checks=false --yes",
  ],
  [
    deployTo({ kind: "except-regions", regions: ["iad"] }),
    "deploy --app dns --config /repository/fly.toml --image registry.fly.io/dns:zones-1 --exclude-regions iad --update-only --max-unavailable 1 --remote-only --ha=false --dns-checks=false --yes",
  ],
  [
    deployTo({ kind: "machines", machines: ["90706e10f12094"] }),
    "deploy --app dns --config /repository/fly.toml --image registry.fly.io/dns:zones-1 --only-machines 90706e10f12094 --update-only --max-unavailable 1 --remote-only --ha=false --dns-checks=false --yes",
  ],
  [
    deployTo({ kind: "except-machines", machines: ["90706e10f12094"] }),
    "deploy --app dns --config /repository/fly.toml --image registry.fly.io/dns:zones-1 --exclude-machines 90706e10f12094 --update-only --max-unavailable 1 --remote-only --ha=false --dns-checks=false --yes",
  ],
];

test.each(LINES)("%j is %s", (words, line) => {
  expect(words.join(" ")).toBe(line);
});

test("a command on a machine is one word, whatever is in it", () => {
  expect(execOnMachine("dns", "90706e10f12094", "node /app/server.js self-check")).toEqual([
    "machine",
    "exec",
    "90706e10f12094",
    "node /app/server.js self-check",
    "--app",
    "dns",
    "--json",
  ]);
});

test.each(
  [...LINES.map(([words]) => words), execOnMachine("dns", "90706e10f12094", "node --version")].map(
    (words) => ({ words }),
  ),
)("flyctl knows every command and flag of $words", ({ words }) => {
  expect(parseCommandLine(words)).not.toHaveProperty("refusal");
});

test.each([
  { kind: "regions", regions: [] },
  { kind: "except-machines", machines: [""] },
  { kind: "machines", machines: ["a,b"] },
] satisfies Scope[])("%j names no machine, which flyctl would take for all of them", (scope) => {
  expect(() => deployTo(scope)).toThrow("Cannot name machines by");
});
