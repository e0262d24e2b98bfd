/** Has Node's warnings go to the log of this thread, but for the one about node:ffi: what is used is said there anyway. */
export function logWarnings(complain: (text: string) => void): void {
  process.removeAllListeners("warning");
  process.on("warning", ({ name, message }) => {
    if (name !== "ExperimentalWarning" || !message.startsWith("FFI ")) complain(`${name}: ${message}`);
  });
}
