import type { Scalar } from "../yaml/node.ts";
import { problemAt } from "../yaml/problem-at.ts";
import { type Report, tally, type ZoneReading } from "./zone-reading.ts";

/** The text of a TXT or SPF value, without the spellings that octoDNS has for it. */
export function readText(node: Scalar, type: string, zone: ZoneReading, report: Report): string {
  return withoutEscapes(withoutChunks(node, zone), node, type, zone, report);
}

/**
 * A value that begins with a quote is in zone file notation: it loses its first and last character, and `" "` where
 * one string ends and the next begins.
 */
function withoutChunks(node: Scalar, zone: ZoneReading): string {
  if (!node.text.startsWith('"')) return node.text;
  tally(zone, node, "text-chunks", "");
  return node.text.slice(1, -1).replaceAll('" "', "");
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
      }),
    );
    return text;
  }
  tally(zone, node, "escaped-semicolon", "");
  return text.replaceAll("\\;", ";");
}
