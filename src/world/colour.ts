/**
 * Whether to write with colours. On a terminal Node knows, by what it is and by the environment (`NO_COLOR`,
 * `FORCE_COLOR`, `TERM=dumb`); elsewhere, as in the log of a workflow, only `FORCE_COLOR` asks for them.
 */
export function wantsColour(stream: { readonly hasColors?: () => boolean }): boolean {
  if (stream.hasColors !== undefined) return stream.hasColors();
  const { FORCE_COLOR } = process.env;
  return FORCE_COLOR !== undefined && !["0", "false"].includes(FORCE_COLOR);
}
