import type { components } from "@octokit/openapi-types";
import type { Answer, Parts, Question } from "./endpoint.ts";
import { git } from "./git-objects.ts";
import { page } from "./paging.ts";
import { simpleUser } from "./shapes.ts";
import type { DeploymentStatus, State, StoredDeployment } from "./state.ts";

type Schemas = components["schemas"];

const CREATES = ["ref", "task", "auto_merge", "required_contexts", "payload", "environment", "description"];
const KINDS = ["transient_environment", "production_environment"];
const STATES = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"];
const STATUS = ["state", "log_url", "description", "environment", "environment_url", "auto_inactive"];
const MOST_DESCRIPTION = 140; // characters

/** The deployments, the newest first. */
export function listDeployments(state: State, question: Question): Answer {
  const { searchParams } = question.address;
  const wants = (key: string, value: string) => [null, value].includes(searchParams.get(key));
  const found = state.deployments
    .filter(({ environment, task }) => wants("environment", environment) && wants("task", task))
    .toReversed();
  return page(question, found, (items) => items.map((item) => deploymentOf(state, item)));
}

/** A new deployment. Without `auto_merge: false` and an empty list of checks GitHub has wishes of its own. */
export function createDeployment(state: State, { line, body }: Question): Answer {
  const fields = body as { readonly [key: string]: unknown };
  for (const key of Object.keys(fields)) {
    if (![...CREATES, ...KINDS].includes(key)) state.violations.push(`${line} sends "${key}"`);
  }
  const { ref, task = "deploy", environment = "production", payload = {} } = fields;
  if (typeof ref !== "string" || git(state, "rev-parse", "--verify", `${ref}^{commit}`) === undefined) {
    return { status: 422, json: { message: `No ref found for: ${String(ref)}` } };
  }
  if (fields.auto_merge !== false) {
    return { status: 202, json: { message: "Auto-merged main into topic on deployment." } };
  }
  if (!Array.isArray(fields.required_contexts) || fields.required_contexts.length > 0) {
    return { status: 409, json: { message: "Conflict: Commit status checks failed." } };
  }
  const deployment: StoredDeployment = {
    id: state.nextId++,
    ref,
    task: String(task),
    environment: String(environment),
    creator: state.viewer,
    payload,
    statuses: [],
  };
  state.deployments.push(deployment);
  return { status: 201, json: deploymentOf(state, deployment) };
}

/** What became of a deployment, the newest word first. */
export function listStatuses(state: State, question: Question, { id }: Parts): Answer {
  const deployment = state.deployments.find((candidate) => candidate.id === Number(id));
  if (deployment === undefined) return { status: 404, json: { message: "Not Found" } };
  return page(question, deployment.statuses.toReversed(), (items) =>
    items.map((item) => statusOf(state, deployment, item)),
  );
}

/** Says what became of a deployment. */
export function createStatus(state: State, { line, body }: Question, { id }: Parts): Answer {
  const deployment = state.deployments.find((candidate) => candidate.id === Number(id));
  if (deployment === undefined) return { status: 404, json: { message: "Not Found" } };
  const fields = body as { readonly [key: string]: unknown };
  for (const key of Object.keys(fields)) {
    if (!STATUS.includes(key)) state.violations.push(`${line} sends "${key}"`);
  }
  const description = String(fields.description ?? "");
  if (!STATES.includes(String(fields.state)) || [...description].length > MOST_DESCRIPTION) {
    state.violations.push(`${line} sends a state or a description that GitHub refuses`);
    return { status: 422, json: { message: "Validation Failed" } };
  }
  const status: DeploymentStatus = {
    state: String(fields.state),
    creator: state.viewer,
    description,
    logUrl: String(fields.log_url ?? ""),
  };
  deployment.statuses.push(status);
  return { status: 201, json: statusOf(state, deployment, status) };
}

function deploymentOf(
  state: State,
  { id, ref, task, environment, creator, payload, at }: StoredDeployment,
): Schemas["deployment"] {
  const url = `https://api.github.com/repos/${state.owner}/${state.repo}/deployments/${id}`;
  return {
    id,
    node_id: `DE_${id}`,
    url,
    sha: git(state, "rev-parse", `${ref}^{commit}`)?.toString().trim() ?? ref,
    ref,
    task,
    payload: payload as Schemas["deployment"]["payload"], // whatever somebody sent
    environment,
    original_environment: environment,
    description: null,
    creator: simpleUser(creator),
    created_at: at ?? TIME,
    updated_at: TIME,
    statuses_url: `${url}/statuses`,
    repository_url: `https://api.github.com/repos/${state.owner}/${state.repo}`,
  };
}

function statusOf(
  state: State,
  { id, environment }: StoredDeployment,
  { state: said, creator, description, logUrl, at }: DeploymentStatus,
): Schemas["deployment-status"] {
  const repository = `https://api.github.com/repos/${state.owner}/${state.repo}`;
  return {
    id: id * 100,
    node_id: `DES_${id}`,
    url: `${repository}/deployments/${id}/statuses/1`,
    state: said as Schemas["deployment-status"]["state"], // one of STATES
    creator: simpleUser(creator),
    description,
    environment,
    target_url: logUrl,
    log_url: logUrl,
    environment_url: "",
    created_at: at ?? TIME,
    updated_at: TIME,
    deployment_url: `${repository}/deployments/${id}`,
    repository_url: repository,
  };
}

const TIME = "2026-11-22T12:00:00Z";
