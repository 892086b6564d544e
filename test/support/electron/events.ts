import type { EventEmitter } from 'node:events';

/** An event whose default can be prevented, as Electron hands it to listeners. */
export interface PreventableEvent {
  readonly defaultPrevented: boolean;
  preventDefault(): void;
}

/** Makes an event with the given fields. */
export function makeEvent<T extends object>(fields: T): T & PreventableEvent {
  let isPrevented = false;
  return Object.defineProperties(
    { ...fields, preventDefault: () => (isPrevented = true) },
    { defaultPrevented: { get: () => isPrevented } },
  ) as T & PreventableEvent;
}

/** Emits an event and tells whether a listener prevented its default. */
export function emitPreventable(emitter: EventEmitter, name: string, fields: object = {}, ...args: unknown[]): boolean {
  const event = makeEvent(fields);
  emitter.emit(name, event, ...args);
  return event.defaultPrevented;
}
