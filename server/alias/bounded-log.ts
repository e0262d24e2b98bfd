/** Writes lines of the log, so many a minute at most; how many were left out is said when the next one is written. */
export function boundedLog(
  write: (text: string) => void,
  perMinute: number,
  now: () => number,
): (text: string) => void {
  let minute = -1;
  let written = 0;
  let left = 0;
  return (text) => {
    const current = Math.floor(now() / 60);
    if (current !== minute) {
      minute = current;
      written = 0;
      if (left > 0) write(`alias: ${left} lines were left out`);
      left = 0;
    }
    if (written === perMinute) left += 1;
    else {
      written += 1;
      write(text);
    }
  };
}
