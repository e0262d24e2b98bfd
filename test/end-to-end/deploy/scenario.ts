import { readFileSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { makeIdentity } from "../../../server/answer/identity.ts";
import { makeResponder } from "../../../server/answer/respond.ts";
import { type FakeFly, startFakeFly } from "../../fakes/flyctl/fake-fly.ts";
import { listenAt } from "../../fakes/flyctl/places.ts";
import type { App } from "../../fakes/flyctl/state.ts";
import { startFakeGithub } from "../../fakes/github/server.ts";
import {
  DEPLOY_JOB,
  emptyState,
  type Pull,
  type State,
  type StoredDeployment,
} from "../../fakes/github/state.ts";
import { oncePerRun } from "../../once-per-run.ts";
import { exchange, tablesOf } from "../../serve-text.ts";
import { type GitRepository, gitRepository, type Tree } from "../pull-request/git-repository.ts";
import { type Ended, runAction, type Step } from "../pull-request/run-action.ts";
import { keepDeployment, layOutDeployment } from "./first-deployment.ts";

/** A repository on a fake GitHub whose zones are deployed to a fake Fly.io, from the merge on. */
export interface DeployScenario {
  readonly github: State;
  /** Where the fake GitHub is. */
  readonly githubUrl: string;
  /** Where the world's resolver is, on the loopback address. */
  readonly resolverPort: number;
  readonly fly: FakeFly;
  readonly repository: GitRepository;
  readonly apps: readonly App[];
  /** Opens a pull request and merges it. */
  readonly merge: (tree: Tree, how?: "merge" | "squash" | "rebase") => Pull;
  /** Opens a pull request that is merged later, by `land`. */
  readonly open: (tree: Tree) => Pull;
  readonly land: (pull: Pull, how?: "merge" | "squash" | "rebase") => void;
  /** Pushes to the main branch without a pull request. */
  readonly push: (tree: Tree) => void;
  /** `deploy.yml` for what the main branch holds now, or for this commit. */
  readonly deploy: (inputs?: { readonly [name: string]: string }, commit?: string) => Promise<Ended>;
  /** The same, started by hand for a branch with what it holds now. */
  readonly dispatch: (branch: string) => Promise<Ended>;
  /** The texts of our comments about deployments on a pull request. */
  readonly comments: (pull: Pull) => readonly string[];
  /** The deployments that are written down at GitHub; what was asked for stands among them, and is none. */
  readonly written: () => readonly StoredDeployment[];
  /** What every machine runs: region and serial of example.com. */
  readonly running: () => readonly string[];
  readonly stop: () => Promise<void>;
}

const LATER = "2026-11-22T13:00:00Z";

/** For what will never be right: only its first looks count, and waiting for longer shows nothing more. */
export const SOON = { deadline: "2" };

/** The zone with another address for `www`. */
export function withWww(address: string): Tree {
  return {
    "zones/example.com.yaml": `www: {type: A, value: ${address}}\nmail: {type: A, value: 192.0.2.25}\n`,
  };
}

/**
 * Sets the scene: apps with an address each, no machine yet, and zones that name them.
 *
 * @param names of the apps, in the order in which they are deployed
 */
export function deployScenario(names: readonly string[] = ["dns"]): Promise<DeployScenario> {
  return setScene(names, undefined);
}

/**
 * A scene after its first deployment: a machine in iad of each app runs the first zones with serial 1. That deployment is
 * made once in a test run; every scene that begins after it is laid out as it was left.
 */
export async function runningScenario(names: readonly string[] = ["dns"]): Promise<DeployScenario> {
  const first = await oncePerRun(["first-deployment", ...names].join("-"), async (folder) => {
    const it = await deployScenario(names);
    try {
      const { exitCode, log } = await it.deploy();
      if (exitCode !== 0) throw new Error(log);
      keepDeployment(folder, it);
    } finally {
      await it.stop();
    }
  });
  return await setScene(names, first);
}

async function setScene(names: readonly string[], first: string | undefined): Promise<DeployScenario> {
  const fly = await startFakeFly();
  const apps: App[] = [];
  for (const name of names) apps.push(await fly.createApp(name));
  const places = apps.map((app) => fly.placeOf(app));
  const repository = gitRepository({
    ...withWww("192.0.2.1"),
    "zones/_config.yaml": configFor(names, places),
    "fly.toml": flyToml(names[0]!),
    Dockerfile: 'FROM scratch\nWORKDIR /app\nCOPY . .\nCMD ["node", "server.js", "--zones", "zones"]\n',
    "README.md": "Our zones\n",
  });
  const state = emptyState();
  state.gitFolder = repository.folder;
  state.permissions = DEPLOY_JOB;
  const github = await startFakeGithub(state);
  // A world in which nothing is delegated yet: every question is answered, and none with a DS.
  const root = tablesOf({ ".": "@ 60 IN SOA a. b. 1 60 60 60 60\n@ 60 IN NS a.\n" });
  const respond = makeResponder(root, makeIdentity("resolver", "1"));
  const resolver = await listenAt("127.0.0.1", (query, transport) =>
    Promise.resolve(exchange(respond, query, transport === "tcp")),
  );
  const folders: string[] = [repository.folder];
  if (first !== undefined) await layOutDeployment(first, { fly, github: state, apps });
  let runs = first === undefined ? 1 : 2;

  const it: DeployScenario = {
    github: state,
    githubUrl: github.url,
    resolverPort: resolver.port,
    fly,
    repository,
    apps,
    open(tree) {
      const branch = `change-${state.pulls.length + 1}`;
      const sha = repository.commit(branch, tree);
      const pull: Pull = {
        number: state.pulls.length + 1,
        state: "open",
        head: {
          repository: { id: state.repositoryId, owner: state.owner, repo: state.repo, pushedAt: LATER },
          branch,
          sha,
        },
        base: { branch: "main" },
        labels: [],
        events: [],
      };
      state.pulls.push(pull);
      const place = `${state.owner}/${state.repo}`;
      state.pushes.unshift({ repository: place, ref: `refs/heads/${branch}`, after: sha, at: LATER });
      return pull;
    },
    land(pull, how = "merge") {
      const { git } = repository;
      const { sha } = pull.head;
      const before = git("rev-parse", "main");
      git("checkout", "-q", "main");
      if (how === "merge") git("merge", "-q", "--no-ff", "-m", "Merge", sha);
      else if (how === "squash") {
        git("merge", "-q", "--squash", sha);
        git("commit", "-q", "-m", "Squashed");
      } else {
        const base = git("merge-base", before, sha);
        git("-c", "user.name=GitHub", "cherry-pick", "--allow-empty", `${base}..${sha}`);
      }
      pull.state = "closed";
      pull.mergedAt = "2026-11-22T13:30:00Z";
      pull.brought = git("rev-list", "--first-parent", `${before}..main`).split("\n");
    },
    merge(tree, how) {
      const pull = it.open(tree);
      it.land(pull, how);
      return pull;
    },
    push: (tree) => void repository.commit("main", tree),
    deploy: (inputs = {}, commit = repository.git("rev-parse", "main")) =>
      run(inputs, commit, "main", { event: "push", payload: { after: commit } }),
    dispatch: (branch) =>
      run({}, repository.git("rev-parse", branch), branch, {
        event: "workflow_dispatch",
        payload: { workflow: ".github/workflows/deploy.yml", inputs: null },
      }),
    comments: (pull) =>
      state.comments
        .filter(
          ({ pull: on, author, body }) =>
            on === pull.number && author.login === state.viewer.login && body.includes("zonepipe:deploy"),
        )
        .map(({ body }) => body),
    written: () => state.deployments.filter(({ task }) => task !== "asked:zonepipe"),
    running: () =>
      apps.flatMap(({ machines }) =>
        machines.map(({ region, image, env }) => `${region} ${serialToldBy(env) ?? serialIn(image.folder)}`),
      ),
    async stop() {
      await github.stop();
      await resolver.close();
      await fly.stop();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
      const broken = fly.state.witness.broken().map((key) => `one serial with two contents: ${key}`);
      const violations = [...state.violations, ...fly.state.violations, ...broken];
      if (violations.length > 0) throw new Error(`The real ones would refuse:\n${violations.join("\n")}`);
    },
  };
  return it;

  async function run(
    inputs: { readonly [name: string]: string },
    commit: string,
    branch: string,
    { event, payload }: Pick<Step, "event" | "payload">,
  ): Promise<Ended> {
    const workspace = repository.checkout(commit);
    folders.push(workspace);
    return await runAction({
      inputs: {
        mode: "deploy",
        zones: "zones",
        "github-token": "ghs_token_of_the_job",
        "fly-api-token": fly.state.token,
        nameservers: places.map(({ address, port }) => `${address}:${port}`).join(" "),
        resolvers: `127.0.0.1:${resolver.port}`,
        parents: `127.0.0.1:${resolver.port}`,
        deadline: "60", // seconds, which nothing that gets right takes, however busy the machine is
        ...inputs,
      },
      event,
      payload: {
        ...payload,
        ref: `refs/heads/${branch}`,
        repository: { default_branch: state.defaultBranch },
      },
      workspace,
      apiUrl: github.url,
      runId: runs++,
      env: {
        GITHUB_REF: `refs/heads/${branch}`,
        GITHUB_REF_NAME: branch,
        GITHUB_ACTOR: "maintainer",
        PATH: [fly.bin, process.env.PATH].join(delimiter),
      },
    });
  }
}

function configFor(names: readonly string[], places: readonly { readonly address: string }[]): string {
  const nameservers = places.map(({ address }, index) => {
    const app = names.length > 1 ? `, app: ${names[index]}` : "";
    return `  - {name: ns${index + 1}.example.net., addresses: [${address}]${app}}\n`;
  });
  const second = names.length > 1 ? "" : "  - {name: ns2.example.net.}\n";
  return `serial: increment\nnameservers:\n${nameservers.join("")}${second}`;
}

/** The example that comes with zonepipe, for this app. */
function flyToml(app: string): string {
  return readFileSync("fly.toml", "utf8").replace("example-dns", app);
}

/** The serial of example.com that a machine has to answer in place of the one in its image. */
function serialToldBy(env: { readonly [name: string]: string }): string | undefined {
  return /(?:^| )example\.com\.=(\d+)/.exec(env.ZONEPIPE_SERIALS ?? "")?.[1];
}

/** The serial of example.com in an image: the first number in its SOA. */
function serialIn(image: string): string {
  const text = readFileSync(join(image, "zones/example.com.zone"), "latin1");
  return /SOA\s+\S+\s+\S+\s*\(?\s*(\d+)/.exec(text)?.[1] ?? "unknown";
}
