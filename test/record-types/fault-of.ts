import { Fault } from "../../dns/fault.ts";

/** The fault that `act` throws. Throws when it throws none, or something else. */
export function faultOf(act: () => unknown): Fault {
  try {
    act();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error("Expected a fault; there was none");
}
