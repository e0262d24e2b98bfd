/** What of Node a page never calls (files, processes, the terminal) is undefined there, whatever its name. */
export const nothing = undefined;
