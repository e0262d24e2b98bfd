import { MAX_SERIAL } from "../serial.ts";

/** One of the two files of a step, from a serial of a zone to the next one. */
export interface StepFile {
  readonly from: number;
  readonly to: number;
  readonly part: StepPart;
}

/** What they have: the SOA with the serial FROM and the records that went, or the SOA with TO and those that came. */
export type StepPart = "removed" | "added";

/** The folder with what has changed in the zone of a file, which stands beside that: `example.com.journal`. */
export function journalFolderOf(zoneFile: string): string {
  return `${zoneFile.replace(/\.zone$/, "")}.journal`;
}

/** The name of a file in that folder, as `7-8.removed`. */
export function stepFileName({ from, to, part }: StepFile): string {
  return `${from}-${to}.${part}`;
}

/** What a file of that folder has by its name; undefined for one that is no step's. */
export function parseStepFileName(name: string): StepFile | undefined {
  const match = /^(\d{1,10})-(\d{1,10})\.(removed|added)$/.exec(name);
  if (match === null) return undefined;
  const step = { from: Number(match[1]), to: Number(match[2]), part: match[3] as StepPart }; // as it was matched
  const isSerial = step.from <= MAX_SERIAL && step.to <= MAX_SERIAL && step.from !== step.to;
  return isSerial && stepFileName(step) === name ? step : undefined;
}
