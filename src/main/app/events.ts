import { EventPublisher } from '@orpc/server';
import type { Topic } from '#shared/contract/app/topics.ts';

/** Publishes changes. Events carry only topics; subscribers load the new state by a call. */
export interface EventHub {
  /** Publishes a change. Never blocks. */
  publish(topic: Topic): void;
  /** Calls back on every change until the returned function is called. */
  subscribe(listener: (topic: Topic) => void): () => void;
  /**
   * The changes as a stream. A topic that is published repeatedly before it is read is delivered once, so that a slow
   * reader queues at most one event per topic.
   * @param signal ends the stream
   */
  stream(signal?: AbortSignal): AsyncGenerator<{ readonly topic: Topic }, void>;
}

type ChangePublisher = EventPublisher<{ change: Topic }>;

async function* streamTopics(publisher: ChangePublisher, signal?: AbortSignal) {
  const waiting = new Set<Topic>();
  const unsubscribe = publisher.subscribe('change', (topic) => waiting.add(topic));
  try {
    // One buffered event is enough to wake the reader, because the set holds the topics.
    for await (const _ of publisher.subscribe('change', { signal, maxBufferedEvents: 1 })) {
      for (const topic of waiting) {
        waiting.delete(topic);
        yield { topic };
      }
    }
  } catch (error) {
    if (signal?.aborted !== true) {
      throw error;
    }
  } finally {
    unsubscribe();
  }
}

/** An event hub within this process. */
export function createEventHub(publisher: ChangePublisher = new EventPublisher()): EventHub {
  return {
    publish: (topic) => publisher.publish('change', topic),
    subscribe: (listener) => publisher.subscribe('change', listener),
    stream: (signal) => streamTopics(publisher, signal),
  };
}
