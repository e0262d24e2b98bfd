/**
 * Rows of some tables, whole zones of them, that stand in others, too: at the same distances, with the same names and types. It says nothing
 * of the SOAs in negative answers.
 */
export interface MovedRows {
  readonly from: number;
  readonly to: number;
  readonly length: number;
}
