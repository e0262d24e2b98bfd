import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as core from "@actions/core";
import { showHidden } from "../dns/show-hidden.ts";
import { finish, giveUp } from "./action/finish.ts";
import { readInputs } from "./action/inputs.ts";
import { runMode } from "./action/run-mode.ts";
import { readTrigger } from "./action/trigger.ts";
import { githubClient } from "./github/client.ts";
import { realWorld } from "./world/real.ts";

const { env } = process;
const scratch = await mkdtemp(join(env.RUNNER_TEMP ?? tmpdir(), "zonepipe-"));
try {
  const inputs = readInputs(core.getInput);
  for (const secret of [inputs.token, inputs.flyToken ?? "", inputs.webhook ?? ""])
    if (secret !== "") core.setSecret(secret);
  const [owner = "", repo = ""] = (env.GITHUB_REPOSITORY ?? "").split("/");
  const event = payload();
  const serverUrl = env.GITHUB_SERVER_URL ?? "https://github.com";
  const finished = await runMode({
    inputs,
    trigger: readTrigger(env.GITHUB_EVENT_NAME ?? "", event),
    github: githubClient({
      token: inputs.token,
      apiUrl: env.GITHUB_API_URL ?? "https://api.github.com",
      wait: (milliseconds) => setTimeout(milliseconds),
      onPause: (reason, milliseconds) =>
        core.info(showHidden(`${reason}: the next try is in ${Math.ceil(milliseconds / 1_000)} s`)),
    }),
    repository: { owner, repo },
    serverUrl,
    runUrl: `${serverUrl}/${owner}/${repo}/actions/runs/${env.GITHUB_RUN_ID}`,
    ownRun: {
      id: Number(env.GITHUB_RUN_ID),
      attempt: Number(env.GITHUB_RUN_ATTEMPT),
      actor: env.GITHUB_TRIGGERING_ACTOR ?? env.GITHUB_ACTOR ?? "",
      branch: env.GITHUB_REF_NAME ?? "",
      ref: env.GITHUB_REF ?? "",
    },
    payload: event,
    scratch,
    world: realWorld(false, inputs.flyToken),
  });
  process.exitCode = await finish(finished, { folder: inputs.reports, rulesFolder: rulesFolder(serverUrl) });
} catch (error) {
  process.exitCode = giveUp(error);
} finally {
  await rm(scratch, { recursive: true, force: true });
}

/** The rules' pages of the release that runs; the runner says which, except for an Action out of the working folder. */
function rulesFolder(serverUrl: string): string | undefined {
  const { GITHUB_ACTION_REPOSITORY: repository, GITHUB_ACTION_REF: ref } = env;
  return repository && ref ? `${serverUrl}/${repository}/blob/${ref}/docs/rules` : undefined;
}

function payload(): unknown {
  const path = env.GITHUB_EVENT_PATH;
  return path === undefined ? {} : JSON.parse(readFileSync(path, "utf8"));
}
