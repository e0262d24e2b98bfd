import { githubClient } from "../../../src/github/client.ts";
import { type GitRepository, gitRepository } from "../../end-to-end/pull-request/git-repository.ts";
import { type FakeGithub, startFakeGithub } from "./server.ts";
import { DEPLOY_JOB, emptyState, type State } from "./state.ts";

/** A repository at GitHub with one commit, and a client with the permissions of the job that deploys. */
export interface Deploying {
  readonly state: State;
  readonly fake: FakeGithub;
  readonly repository: GitRepository;
  /** Of the branch `main`. */
  readonly commit: string;
  readonly github: ReturnType<typeof githubClient>;
}

/** Starts it; who starts it stops `fake`. */
export async function startDeploying(): Promise<Deploying> {
  const state = emptyState();
  state.permissions = DEPLOY_JOB;
  const repository = gitRepository({ "zones/a.yaml": "a\n" });
  state.gitFolder = repository.folder;
  const fake = await startFakeGithub(state);
  const pauses = { wait: () => Promise.resolve(), onPause: () => {} };
  const github = githubClient({ token: "t", apiUrl: fake.url, ...pauses });
  return { state, fake, repository, commit: repository.git("rev-parse", "main"), github };
}
