import { parse, TomlError } from "smol-toml";
import { compareProblems, type Problem } from "../../../dns/problem.ts";
import { APP_NAME } from "../../zones/config/app-name.ts";
import { checkGroups } from "./fly-toml-groups.ts";
import { checkMachine } from "./fly-toml-machine.ts";
import { checkServices } from "./fly-toml-services.ts";
import { asTable, type Finding, type Table } from "./fly-toml-values.ts";
import { tomlLines } from "./toml-lines.ts";

/** What we need of a fly.toml. */
export interface FlyToml {
  /** Undefined where it names none, or none that can be. */
  readonly app: string | undefined;
  readonly primaryRegion: string | undefined;
  /** What would keep a nameserver from working on Fly.io, or is likely to. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a fly.toml and looks for what is wrong with it for a nameserver. Whether Fly.io knows each key is left to
 * `flyctl config validate --strict`.
 *
 * @param file as the user would type it
 */
export function readFlyToml(file: string, text: string): FlyToml {
  const settings = read(file, text);
  if ("rule" in settings) return { app: undefined, primaryRegion: undefined, problems: [settings] };
  const { table } = settings;
  const lines = tomlLines(text);
  const findings = [
    ...checkHead(table),
    ...checkServices(table),
    ...checkMachine(table),
    ...checkGroups(table),
  ];
  const { app, primary_region: region } = table;
  return {
    app: typeof app === "string" && APP_NAME.test(app) ? app : undefined,
    primaryRegion: typeof region === "string" ? region : undefined,
    problems: findings.map((finding) => problemOf(file, finding, lines)).sort(compareProblems),
  };
}

function read(file: string, text: string): { readonly table: Table } | Problem {
  try {
    return { table: asTable(parse(text)) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ""] = error.message.replace(/^Invalid TOML document: /, "").split("\n");
    return {
      file,
      line: error.line,
      column: error.column,
      severity: "error",
      rule: "fly-toml-syntax",
      message: `This is no TOML: ${reason}`,
      help: "`fly config validate` reads the file as Fly.io does.",
      source: "TOML 1.0",
    };
  }
}

function checkHead({ app, primary_region: region }: Table): Finding[] {
  const findings: Finding[] = [];
  if (app !== undefined && !(typeof app === "string" && APP_NAME.test(app))) {
    findings.push({
      at: "app",
      rule: "fly-app",
      message: `app is ${JSON.stringify(app)}; expected the name of an app on Fly.io`,
      help: "Write what `fly apps list` shows.",
    });
  }
  if (typeof region !== "string" || !/^[a-z]{3}$/.test(region)) {
    findings.push({
      at: "primary_region",
      rule: "fly-region",
      message: `primary_region is ${JSON.stringify(region) ?? "missing"}; expected a region, where the first machine is made`,
      help: 'Write for example `primary_region = "iad"`; `fly platform regions` lists them.',
    });
  }
  return findings;
}

/** A finding at the line of what it is about, or of the nearest table around that has one. */
function problemOf(file: string, finding: Finding, lines: ReadonlyMap<string, number>): Problem {
  const { at, severity = "error", ...rest } = finding;
  let path = at;
  while (path !== "" && !lines.has(path)) path = path.split(".").slice(0, -1).join(".");
  return { file, line: lines.get(path) ?? 1, column: 1, severity, source: SOURCE, ...rest };
}

const SOURCE = "Fly.io app configuration";
