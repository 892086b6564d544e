/** A value that crosses between the page and the main process, as text. */
export type WireValue = { readonly json: unknown } | { readonly base64: string };

/**
 * Packs what a port carries.
 * @throws DataCloneError for values that cannot be cloned, as Electron does; Error for kinds that no call uses
 */
export function packValue(value: unknown): WireValue {
  const cloned: unknown = structuredClone(value);
  if (cloned instanceof Uint8Array || cloned instanceof ArrayBuffer) {
    const bytes = cloned instanceof Uint8Array ? cloned : new Uint8Array(cloned);
    return { base64: Buffer.from(bytes).toString('base64') };
  }
  const text = JSON.stringify(cloned);
  if (text !== undefined && !isSame(JSON.parse(text), cloned)) {
    throw new Error('The stand-in carries plain JSON and bytes only.');
  }
  return { json: cloned ?? null };
}

function isSame(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right) && typeof left === typeof right;
}

/** Unpacks what {@link packValue} or the page packed. */
export function unpackValue(value: WireValue): unknown {
  return 'base64' in value ? new Uint8Array(Buffer.from(value.base64, 'base64')) : value.json;
}

/**
 * The world that the preload script runs in: its `require`, and its end of the ports. It is a world of its own in the
 * browser, so the page sees nothing of it but the window that both share, as with context isolation.
 */
export function preloadWorldSource(preload: string): string {
  return `(() => {
  if (window !== window.top) return;
  const ports = new Map();
  const send = (message) => globalThis.__standIn(JSON.stringify(message));
  const pack = (data) => {
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
    if (bytes instanceof Uint8Array) {
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return { base64: btoa(text) };
    }
    return { json: data ?? null };
  };
  const unpack = (value) => 'base64' in value
    ? Uint8Array.from(atob(value.base64), (character) => character.charCodeAt(0)) : value.json;
  const adopt = (port) => {
    const id = crypto.randomUUID();
    ports.set(id, port);
    port.onmessage = (event) => send({ kind: 'port-message', id, value: pack(event.data) });
    port.addEventListener('close', () => send({ kind: 'port-close', id }));
    return id;
  };
  globalThis.__standInDeliver = (id, value) => ports.get(id)?.postMessage(unpack(value));
  globalThis.__standInClose = (id) => { ports.get(id)?.close(); ports.delete(id); };
  const ipcRenderer = {
    postMessage(channel, message, transfer = []) {
      structuredClone(message);
      send({ kind: 'ipc', channel, value: pack(message), ports: transfer.map(adopt) });
    },
    send(channel, ...args) {
      structuredClone(args);
      send({ kind: 'ipc', channel, value: { json: args }, ports: [] });
    },
  };
  const contextBridge = { exposeInMainWorld() { throw new Error('The stand-in exposes nothing to the page.'); } };
  const sandboxedRequire = (name) => {
    if (name !== 'electron') throw new Error('A sandboxed preload cannot require ' + name);
    return { ipcRenderer, contextBridge };
  };
  ((require, exports, module, process) => {
${preload}
  })(sandboxedRequire, {}, { exports: {} }, { sandboxed: true, contextIsolated: true, type: 'renderer' });
})();`;
}
