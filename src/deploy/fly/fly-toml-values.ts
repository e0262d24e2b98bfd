import type { Severity } from "../../../dns/problem.ts";

/** A table of TOML. */
export interface Table {
  readonly [key: string]: unknown;
}

/** Something in a fly.toml that is wrong for a nameserver. */
export interface Finding {
  /** The path of what it is about, as `services.0.ports.0.port`; `""` for the file. */
  readonly at: string;
  /** An error unless given. */
  readonly severity?: Severity;
  readonly rule: string;
  readonly message: string;
  readonly help: string;
}

/** The value as a table; an empty one where it is none. */
export function asTable(value: unknown): Table {
  const isTable = typeof value === "object" && value !== null && !Array.isArray(value);
  return isTable ? { ...value } : {};
}

/** The value as a list of tables; a single table counts as a list of one, as flyctl takes it. */
export function asTables(value: unknown): Table[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map(asTable);
}

/** A value for a message. */
export function shown(value: unknown): string {
  return value === undefined
    ? "missing"
    : JSON.stringify(value, (_, each) => (typeof each === "bigint" ? String(each) : each));
}

/** A port, written as a number or as text. */
export function asPort(value: unknown): number | undefined {
  const port = Number(typeof value === "string" || typeof value === "number" ? value : Number.NaN);
  return Number.isInteger(port) && port >= 1 && port <= 65535 ? port : undefined;
}

/** Machines would be stopped while nobody asks. flyctl takes words and, from older files, truth values. */
export function stopsMachines(value: unknown): boolean {
  return value === true || value === "stop" || value === "suspend";
}
