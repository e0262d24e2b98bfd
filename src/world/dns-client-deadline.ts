/**
 * Does what is to be done when a deadline has passed, after everything that arrived meanwhile was read. When this
 * process was busy with something else, answers may lie in the sockets while the timers are due, and timers come first.
 */
export function afterReading(pass: () => void): void {
  setImmediate(pass); // the phase after the one that reads sockets
}
