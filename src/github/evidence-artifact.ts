import type { Github, Repository } from "./client.ts";
import { at } from "./refusal.ts";
import { zipEntry } from "./zip-entry.ts";

// The artifact that a pull request's own run uploads, and the one file in it that is read.
const ARTIFACT = "zonepipe-evidence";
const EVIDENCE_FILE = "evidence.json";

/** The octets of the evidence, or why there are none, as a sentence without its final stop. */
export type FetchedEvidence = { readonly bytes: Uint8Array } | { readonly refused: string };

const MOST_ARCHIVE = 8_000_000; // octets
const LIMITS = { entries: 64, size: 16_000_000 };
const PER_PAGE = 100;

/** Fetches the evidence of a run. Whoever opened the pull request may have chosen every octet of it. */
export async function fetchEvidence(
  github: Github,
  { owner, repo }: Repository,
  run: number,
): Promise<FetchedEvidence> {
  const { artifacts } = await at("list the artifacts of the run", "actions: read", async () => {
    const name = ARTIFACT;
    const page = { owner, repo, run_id: run, name, per_page: PER_PAGE };
    return (await github.rest.actions.listWorkflowRunArtifacts(page)).data;
  });
  const newest = artifacts
    .filter(({ name, expired }) => name === ARTIFACT && !expired)
    .reduce<(typeof artifacts)[number] | undefined>(
      (a, b) => (a === undefined || b.id > a.id ? b : a),
      undefined,
    );
  if (newest === undefined) return { refused: `The run has no artifact "${ARTIFACT}"` };
  if (newest.size_in_bytes > MOST_ARCHIVE) return tooLarge(newest.size_in_bytes);
  const archive = await at("fetch the artifact of the run", "actions: read", () =>
    download(github, { owner, repo }, newest.id),
  );
  return archive === undefined ? tooLarge(MOST_ARCHIVE + 1) : zipEntry(archive, EVIDENCE_FILE, LIMITS);
}

function tooLarge(octets: number): FetchedEvidence {
  return { refused: `The artifact has ${octets} octets or more; at most ${MOST_ARCHIVE} are read` };
}

/** The archive; undefined as soon as it is too large. */
async function download(
  github: Github,
  { owner, repo }: Repository,
  artifact: number,
): Promise<Uint8Array | undefined> {
  // GitHub answers with an address at its store, which must not see our token: it is asked without one.
  const { headers } = await github.request(
    "GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}",
    {
      owner,
      repo,
      artifact_id: artifact,
      archive_format: "zip",
      request: { redirect: "manual" },
    },
  );
  if (headers.location === undefined) throw new Error("GitHub did not say where it is");
  const response = await fetch(headers.location, { signal: AbortSignal.timeout(TIMEOUT) });
  if (!response.ok || response.body === null) throw new Error(`the store answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let octets = 0;
  for await (const chunk of response.body) {
    octets += chunk.length;
    if (octets > MOST_ARCHIVE) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const TIMEOUT = 60_000; // milliseconds for the whole archive
