import type { Refusal } from "./record-type.ts";

/** A number that IANA has assigned to nothing so far, of those that the field may have. A reader passes such data over. */
export function unassigned(type: string, field: string, value: number, known: string): Refusal {
  return {
    field,
    readable: true,
    rule: "unassigned-number",
    message: `${type} ${field} is ${value}, which means nothing yet; ${known}`,
    help: "Correct the number, or copy the whole record again from where it was made.",
  };
}
