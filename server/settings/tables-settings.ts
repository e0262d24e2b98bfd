/** Where the tables of zones are that were made before, and whether they are to be made. */
export interface TablesSettings {
  /** The file; `beside` for the place beside the zones, `none` for nowhere: then they are made of the text at every start. */
  readonly file: string | "beside" | "none";
  /** Make them of the text, write them there, and stop. */
  readonly isToWrite: boolean;
  /** Start, write what was compiled of the program for that beside it, and stop. */
  readonly isCodeToWrite: boolean;
}

/** The flags that say so. */
export const TABLES_FLAGS = {
  tables: { type: "string" },
  "write-tables": { type: "boolean" },
  "write-code": { type: "boolean" },
} as const;

/** What those flags have. */
export interface TablesValues {
  readonly tables?: string | undefined;
  readonly "write-tables"?: boolean | undefined;
  readonly "write-code"?: boolean | undefined;
  readonly check?: boolean | undefined;
}

/** Reads `--tables FILE|none`, `--write-tables`, which goes with `--check`: what is written is proved, and `--write-code`, which does not. */
export function readTablesSettings(values: TablesValues): TablesSettings | { readonly error: string } {
  const { tables: file = "beside", check = false } = values;
  const isToWrite = values["write-tables"] === true;
  if (file === "") return { error: "--tables is empty; expected a path, or none" };
  if (isToWrite && !check) return { error: "--write-tables goes with --check" };
  if (isToWrite && file === "none") return { error: "--write-tables has no place: --tables is none" };
  const isCodeToWrite = values["write-code"] === true;
  if (isCodeToWrite && check) return { error: "--write-code does not go with --check: it starts" };
  return { file, isToWrite, isCodeToWrite };
}
