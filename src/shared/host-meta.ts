/** Name of the meta element by which the browser host tells the page to call back over a WebSocket. */
export const HOST_META = 'farmer-host';
