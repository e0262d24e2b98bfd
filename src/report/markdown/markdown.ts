import { deploymentHeadline } from "../deployment-wording.ts";
import { headlineInTwo } from "../headline.ts";
import type { Report } from "../report.ts";
import { isUnchanged } from "../wording.ts";
import { answersSection } from "./answers.ts";
import { dangerSection } from "./dangers.ts";
import { alarmSection, DEPLOYMENT_MARKS, deploymentSections } from "./deployment.ts";
import { diffBlock } from "./diff.ts";
import { danglingSection } from "./effects.ts";
import { codeSpan, escapeMarkdown } from "./escape.ts";
import { type Block, fitBlocks } from "./fit.ts";
import type { Links } from "./links.ts";
import { mixtureSection } from "./mixtures.ts";
import { problemSection } from "./problems.ts";
import { consequenceSection, defectSection, proofLine } from "./proof.ts";
import { settingSection } from "./settings.ts";
import { variableSection } from "./variables.ts";
import { watchSection } from "./watch.ts";
import { removedSection, unchangedSection, zoneSection } from "./zone.ts";

/** What the Markdown is for. Without any of it, it is a file that stands alone. */
export interface MarkdownSettings {
  readonly links?: Links;
  /** The most characters that it may have (UTF-16 units, of which there are never fewer than GitHub counts). */
  readonly limit?: number;
  /** Where the rest is when it does not fit, as Markdown: `[the job summary](…)`. */
  readonly elsewhere?: string;
}

/** The report as GitHub-flavoured Markdown: dangers first, what changes at a glance and what follows from it, then problems, settings, zones (what goes, what changes, what
 * does not) and answers. */
export function printMarkdown(report: Report, settings: MarkdownSettings = {}): string {
  const { outcome, problems, plan, review, proof, verification, deployment, watch, notes } = report;
  const { links, limit = Number.POSITIVE_INFINITY, elsewhere = "the whole report" } = settings;
  const mark = { fine: "✅", wrong: "❌", blocked: "⚠️" }[outcome];
  const { title: found, rest } = headlineInTwo(report);
  const title =
    deployment === undefined
      ? `${mark} ${escapeMarkdown(found)}`
      : `${DEPLOYMENT_MARKS[deployment.outcome]} ${escapeMarkdown(deploymentHeadline(deployment))}`;
  const blocks: Block[] = [{ full: `## ${title}` }];
  const alarm = deployment && alarmSection(deployment, links);
  if (alarm !== undefined) blocks.push({ full: alarm });
  const defect = proof && defectSection(proof);
  if (defect !== undefined) blocks.push({ full: defect });
  if (review !== undefined && review.dangers.length > 0) blocks.push({ full: dangerSection(review.dangers) });
  if (proof !== undefined) blocks.push({ full: proofLine(proof) });
  if (watch !== undefined) blocks.push(watchSection(watch));
  const diff = plan === undefined || deployment !== undefined ? undefined : diffBlock(plan);
  if (diff !== undefined) blocks.push({ full: diff });
  const consequences = proof && consequenceSection({ ...report, proof }, links);
  if (consequences !== undefined) blocks.push(consequences);
  const origin = originLine(report, links);
  const lines = [
    ...(deployment === undefined ? [escapeMarkdown(rest)] : []),
    ...(origin === "" ? [] : [origin]),
  ];
  if (lines.length > 0) blocks.push({ full: lines.join("<br>\n") });
  const dangling = danglingSection(review?.effects ?? []);
  if (dangling !== undefined) blocks.push({ full: dangling });
  if (review !== undefined && review.mixtures.length > 0) blocks.push(mixtureSection(review.mixtures, links));
  if (problems.length > 0) blocks.push(problemSection(report, links));
  if (review?.variables !== undefined) blocks.push(variableSection(review.variables));
  if (review !== undefined && review.settings.length > 0) blocks.push(settingSection(review.settings));
  if (deployment !== undefined) blocks.push(...deploymentSections(report, deployment, links));
  for (const zone of plan?.removed ?? []) blocks.push(removedSection(zone, report, links));
  const zones = plan?.zones ?? [];
  for (const zone of zones) if (!isUnchanged(zone)) blocks.push(zoneSection(zone, report, links, limit));
  const unchanged = zones.filter(isUnchanged);
  if (unchanged.length > 0) blocks.push(unchangedSection(unchanged));
  if (verification !== undefined) blocks.push(answersSection(verification, plan));
  if (notes.length > 0) blocks.push({ full: notes.map((note) => `- ${escapeMarkdown(note)}`).join("\n") });
  return fitBlocks(blocks, limit, elsewhere);
}

/** The commits, the run and the digest that the report is about. */
function originLine({ base, review, deployment }: Report, links: Links | undefined): string {
  const parts: string[] = [];
  if (links !== undefined) parts.push(`commit \`${links.head.slice(0, 12)}\``);
  if (base !== undefined) parts.push(`compared with ${codeSpan(base.slice(0, 12))}`);
  if (links !== undefined) parts.push(`[the run](${links.run})`);
  if (deployment?.image !== undefined) parts.push(`image ${codeSpan(deployment.image)}`);
  if (review?.digest !== undefined) parts.push(`plan \`${review.digest.slice(0, 16)}\``);
  return parts.join(" · ");
}
