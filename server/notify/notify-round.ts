/** What has come of telling a target of some zones, from the first one until none is left. */
export interface Round {
  acknowledged: number;
  /** Zones that were refused, with the reason, or not answered for. */
  readonly failed: { readonly zone: string; readonly reason: string | undefined }[];
  /** What the system has said last. */
  error: string | undefined;
}

/** One that has just begun. */
export function makeRound(): Round {
  return { acknowledged: 0, failed: [], error: undefined };
}

/** One line for the log; undefined where nothing was told. */
export function describeRound({ acknowledged, failed, error }: Round): string | undefined {
  const zones = acknowledged + failed.length;
  if (zones === 0) return undefined;
  const count = zones === 1 ? "1 zone" : `${zones} zones`;
  if (failed.length === 0) return `${count} acknowledged`;
  const silence = error === undefined ? "no answer" : `no answer: ${error}`;
  const shown = failed.slice(0, SHOWN).map(({ zone, reason = silence }) => `${zone} (${reason})`);
  const more = failed.length > SHOWN ? ` and ${failed.length - SHOWN} more` : "";
  return `${failed.length} of ${count} not acknowledged: ${shown.join(", ")}${more}`;
}

const SHOWN = 3;
