import type { Topic } from '#shared/contract/app/topics.ts';
import type { EventHub } from '#main/app/events.ts';

interface Change {
  readonly topic: Topic;
}

/** Topics that nobody took yet, each once, and the reader that waits for the next. */
interface TopicQueue {
  readonly put: (topic: Topic) => void;
  readonly end: () => void;
  /** The oldest topic, as soon as there is one; null at the end. */
  readonly take: () => Promise<Topic | null>;
}

function createTopicQueue(): TopicQueue {
  const waiting = new Set<Topic>();
  let isEnded = false;
  let reader: ((topic: Topic | null) => void) | null = null;
  const next = (): Topic | undefined => {
    const [topic] = waiting;
    if (topic !== undefined) {
      waiting.delete(topic);
    }
    return topic;
  };
  const serve = () => {
    if (reader === null) {
      return;
    }
    const topic = isEnded ? null : next();
    if (topic !== undefined) {
      const give = reader;
      reader = null;
      give(topic);
    }
  };
  return {
    put: (topic) => {
      waiting.add(topic);
      serve();
    },
    end: () => {
      isEnded = true;
      serve();
    },
    take: () =>
      new Promise((resolve) => {
        reader = resolve;
        serve();
      }),
  };
}

/**
 * The changes of the app as a stream. A topic that was published several times before it was taken is given once, so
 * that a slow reader holds at most one of each.
 * @param signal ends the stream
 */
export async function* streamTopics(events: EventHub, signal?: AbortSignal): AsyncGenerator<Change, void> {
  const queue = createTopicQueue();
  const unsubscribe = events.subscribe(queue.put);
  signal?.addEventListener('abort', queue.end);
  try {
    if (signal?.aborted === true) {
      return;
    }
    for (let topic = await queue.take(); topic !== null; topic = await queue.take()) {
      yield { topic };
    }
  } finally {
    signal?.removeEventListener('abort', queue.end);
    unsubscribe();
  }
}
