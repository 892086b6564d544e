/** What the page posts to its own window to ask the preload script for a port. */
export const PORT_REQUEST = 'farmer:port-request';
/** What the preload script posts to the page together with the port. */
export const PORT_GRANT = 'farmer:port';
/** The only IPC channel of the desktop shell: carries one end of a fresh message channel to the main process. */
export const PORT_CHANNEL = 'farmer:connect';
