/**
 * Node's own fetch, instead of the node-fetch that gaxios brings. Both keep connections; this one loads nothing
 * more, and does not send calls to a local emulator through a machine's `HTTP_PROXY`.
 */
export const directFetch = (...args: Parameters<typeof fetch>): ReturnType<typeof fetch> => fetch(...args);
