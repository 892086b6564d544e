import { EventEmitter } from 'node:events';
import { packValue, unpackValue, type WireValue } from './wire.ts';

/** Carries to the page what the main process posts. */
export interface PortPeer {
  readonly deliver: (id: string, value: WireValue) => void;
  readonly close: (id: string) => void;
}

/** The main process's end of a message channel. Messages wait until it is started, as in Electron. */
export class MessagePortMain extends EventEmitter {
  readonly #id: string;
  readonly #peer: PortPeer;
  #waiting: WireValue[] | null = [];
  #isClosed = false;

  constructor(id: string, peer: PortPeer) {
    super();
    this.#id = id;
    this.#peer = peer;
  }

  get id(): string {
    return this.#id;
  }

  postMessage(message: unknown): void {
    const value = packValue(message);
    if (!this.#isClosed) {
      this.#peer.deliver(this.#id, value);
    }
  }

  start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const value of waiting) {
      this.receive(value);
    }
  }

  close(): void {
    if (!this.#isClosed) {
      this.#peer.close(this.#id);
      this.end();
    }
  }

  /** The other end posted. */
  receive(value: WireValue): void {
    if (this.#isClosed) {
      return;
    }
    if (this.#waiting === null) {
      this.emit('message', { data: unpackValue(value), ports: [] });
    } else {
      this.#waiting.push(value);
    }
  }

  /** The other end is gone. */
  end(): void {
    if (!this.#isClosed) {
      this.#isClosed = true;
      this.emit('close');
    }
  }
}
