import type { Report } from "../report/report.ts";

/** What a mode leaves behind: the entry point turns it into outputs, annotations, a summary and an exit code. */
export interface Finished {
  readonly report: Report;
  /** The job summary, below its limit. */
  readonly summary: string;
  /** Outputs besides those that follow from the report. */
  readonly outputs: { readonly [name: string]: string };
  /** Files for the artifact, by name. */
  readonly files: { readonly [name: string]: string };
  /** The report's problems become annotations: they are about the commit that this run belongs to. */
  readonly annotate: boolean;
  /** Of the step. */
  readonly exitCode: number;
}
