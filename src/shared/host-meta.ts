/** The name of the meta element that makes the page connect to the browser host over a WebSocket. */
export const HOST_META = 'farmer-host';
