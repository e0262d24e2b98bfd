/** The outside world failed: what we wanted to do comes first. Ends the run with exit code 2. */
export class WorldError extends Error {}
