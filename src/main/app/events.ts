import type { Topic } from '#shared/contract/app/topics.ts';

/** Tells whoever looks that something changed. Carries topics only: the news itself is asked for again. */
export interface EventHub {
  /** Announces a change. Never throws and never waits. */
  publish(topic: Topic): void;
  /** Calls back on every change until the returned function is called. */
  subscribe(listener: (topic: Topic) => void): () => void;
}

/** An event hub within this process. */
export function createEventHub(): EventHub {
  const listeners = new Set<(topic: Topic) => void>();
  return {
    publish(topic) {
      for (const listener of listeners) {
        listener(topic);
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
