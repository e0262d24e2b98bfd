import type { Problem } from "../../../dns/problem.ts";
import { writing } from "../../source/suggest.ts";
import type { Scalar } from "../yaml/node.ts";
import { problemAt } from "../yaml/problem-at.ts";
import { type Report, tally, type ZoneReading } from "./zone-reading.ts";

/** The text of a TXT or SPF value, without the spellings that octoDNS has for it. */
export function readText(node: Scalar, type: string, zone: ZoneReading, report: Report): string {
  return withoutEscapes(withoutChunks(node, type, zone, report), node, type, zone, report);
}

/**
 * The value that `readText` makes this text of, where `;` is no matter. In quotes nothing is lost but them; a
 * separator that is meant, `" "`, is split by another one.
 */
export function writeText(text: string): string {
  if (!text.startsWith('"') && !text.includes('" "')) return text;
  return `"${text.replaceAll(/"(?= ")/g, '"" "')}"`;
}

/**
 * What octoDNS makes of quotes. A value that begins with one is in zone file notation: it loses its first and its
 * last character, whatever that is. And `" "`, where one string ends and the next begins, goes in any value.
 */
function withoutChunks(node: Scalar, type: string, zone: ZoneReading, report: Report): string {
  const { text } = node;
  const begins = text.startsWith('"');
  if (!begins && !text.includes('" "')) return text;
  const rest = begins ? `${text.slice(1, -1)}${leavesBackslash(text, zone) ? "\\" : ""}` : text;
  const published = rest.replaceAll('" "', "");
  if (begins && text.endsWith('"') && text !== '"') tally(zone, node, "text-chunks", "");
  else report(quotesLost(node, type, begins, published));
  return published;
}

/** octoDNS escapes a semicolon before it takes the last character away, which leaves what it has escaped with. */
function leavesBackslash(text: string, { config }: ZoneReading): boolean {
  return text.endsWith(";") && !config.escapedSemicolons;
}

function quotesLost(node: Scalar, type: string, begins: boolean, published: string): Problem {
  const lost = begins
    ? "begins with a quote and does not end with one, so it loses its first and its last character"
    : 'has " " in it, which is taken away as the border of two strings';
  return problemAt(node, {
    rule: "txt-quotes",
    severity: "warning",
    message: `${type} ${lost}, as in octoDNS; published is ${JSON.stringify(published)}`,
    help: begins
      ? "Put quotes around the whole value to publish all of it: a quote, the text, a quote."
      : "Write the text in one piece if that is right, or put quotes around the whole value.",
  });
}

/** `\;` is how octoDNS writes a semicolon unless told otherwise. */
function withoutEscapes(text: string, node: Scalar, type: string, zone: ZoneReading, report: Report): string {
  if (!text.includes("\\;")) return text;
  if (!zone.config.escapedSemicolons) {
    report(
      problemAt(node, {
        rule: "semicolon-escaped",
        severity: "warning",
        message: `${type} has \\; in it, which is a backslash and a semicolon here`,
        help: "Write a semicolon alone, or set `escaped_semicolons: true` in _config.yaml.",
        fix: writing(text.replaceAll("\\;", ";")),
      }),
    );
    return text;
  }
  if (text.includes("\\\\;")) {
    report(
      problemAt(node, {
        rule: "semicolon-escaped-twice",
        message: `${type} has \\\\; in it, a semicolon that is escaped twice; expected ; or \\;`,
        help: "Write a semicolon alone; in single quotes or without quotes a backslash is not doubled.",
        fix: writing(text.replaceAll("\\\\;", ";")),
      }),
    );
    return text;
  }
  tally(zone, node, "escaped-semicolon", "");
  return text.replaceAll("\\;", ";");
}
