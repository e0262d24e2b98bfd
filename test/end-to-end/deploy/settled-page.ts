import type { DeployScenario } from "./scenario.ts";

/**
 * A comment or a summary with one form for what differs from run to run: how long things took and how often they were
 * tried, ids of commits and images, digests of what depends on our build, addresses and ports of this machine, versions.
 * Serials, digests of zones, machines, answers and their counts stay as they are.
 */
export function settledPage(markdown: string, it: DeployScenario): string {
  let text = markdown;
  for (const [index, app] of it.apps.entries()) {
    const { address, port } = it.fly.placeOf(app);
    const settled = `192.0.2.${53 + index}`;
    text = text
      .replaceAll(`${address}:${port}`, `${settled}:53`)
      .replaceAll(`${address}\` port ${port}`, `${settled}\``)
      .replaceAll(`\`${address} port ${port}\``, `\`${settled}\``)
      .replaceAll(address, settled);
  }
  const commits = it.repository.git("log", "--format=%H", "--reverse", "main").split("\n");
  for (const [index, commit] of commits.entries()) {
    const settled = COMMIT_DIGITS[index % COMMIT_DIGITS.length]!.repeat(20);
    for (const length of [40, 12, 7]) {
      text = text.replaceAll(commit.slice(0, length), settled.slice(0, length));
    }
  }
  const images = new Set([...text.matchAll(/sha256:([0-9a-f]{64})/g)].map(([, digest]) => digest!));
  for (const [index, digest] of [...images].entries()) {
    text = text.replaceAll(digest, IMAGE_DIGITS[index % IMAGE_DIGITS.length]!.repeat(32));
  }
  return text
    .replace(/^<!-- .* -->\n+/, "") // by which the comment is found again
    .replace(/\bzonepipe-[0-9a-f]{16}-[0-9a-f]{16}\b/g, "zonepipe-0123456789abcdef-0123456789abcdef")
    .replace(/actions\/runs\/\d+/g, "actions/runs/7")
    .replace(/\bdig 9\.\S+/g, "dig 9.20")
    .replace(/\| [\d.]+ \/ [\d.]+ \|/g, "| 0.4 / 1.2 |")
    .replace(/^(\| (?!✅|❌|–).* \|) \d+ \|$/gm, "$1 3 |") // the tries, in the last column
    .replace(/\n- Late: .*(?=\n)/g, "")
    .replace(NOT_COUNTED, "")
    .replace(/\b(?:\d+ min )?\d+(?:\.\d+)? (?:ms|s)\b/g, "2 s");
}

/** Whether a machine still tells what was asked for while another one goes back is a matter of moments. */
const NOT_COUNTED =
  /(?<=\n\n)- ⚠️ What is known of what is asked for begins anew.*\n\n|- ⚠️ What is known of what is asked for begins anew.*\n/g;

const COMMIT_DIGITS = ["1a", "2b", "3c", "4d", "5e", "6f", "7a", "8b"];
const IMAGE_DIGITS = ["0a", "0b", "0c", "0d", "0e", "0f"];
