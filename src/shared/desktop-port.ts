/** The message that the page posts to its window to request a port from the preload script. */
export const PORT_REQUEST = 'farmer:port-request';
/** What the preload script posts to the page together with the port. */
export const PORT_GRANT = 'farmer:port';
/** The only IPC channel of the desktop shell: carries one end of a fresh message channel to the main process. */
export const PORT_CHANNEL = 'farmer:connect';
