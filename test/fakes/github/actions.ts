import type { components } from "@octokit/openapi-types";
import type { Answer, Parts, Question } from "./endpoint.ts";
import { page } from "./paging.ts";
import type { Artifact, State } from "./state.ts";

type Schemas = components["schemas"];

/** The artifacts of a run. */
export function listArtifacts(state: State, question: Question, { run }: Parts): Answer {
  const name = question.address.searchParams.get("name");
  const found = state.artifacts.filter(
    (artifact) => artifact.run === Number(run) && (name === null || artifact.name === name),
  );
  return page(question, found, (items) => ({
    total_count: found.length,
    artifacts: items.map((item) => artifactOf(state, item)),
  }));
}

/** Where an artifact is: an address at the store, good for a minute. */
export function downloadArtifact(state: State, { address }: Question, { id }: Parts): Answer {
  const artifact = state.artifacts.find((candidate) => candidate.id === Number(id));
  if (artifact === undefined) return { status: 404, json: { message: "Not Found" } };
  if (artifact.expired) return { status: 410, json: { message: "Artifact has expired" } };
  return { status: 302, headers: { location: `${address.origin}/_store/${id}` } };
}

/** The octets of an artifact. */
export function storedArtifact(state: State, _: Question, { id }: Parts): Answer {
  const artifact = state.artifacts.find((candidate) => candidate.id === Number(id));
  if (artifact === undefined) return { status: 404 };
  return { status: 200, headers: { "content-type": "application/zip" }, bytes: artifact.zip };
}

function artifactOf(
  { owner, repo }: State,
  { id, name, zip, expired = false, size = zip.length }: Artifact,
): Schemas["artifact"] {
  const url = `https://api.github.com/repos/${owner}/${repo}/actions/artifacts/${id}`;
  return {
    id,
    node_id: `A_${id}`,
    name,
    size_in_bytes: size,
    url,
    archive_download_url: `${url}/zip`,
    expired,
    created_at: "2026-11-22T12:00:00Z",
    expires_at: "2027-02-20T12:00:00Z",
    updated_at: "2026-11-22T12:00:00Z",
  };
}
