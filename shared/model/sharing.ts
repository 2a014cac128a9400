/**
 * Lets those who ask at once share work. Whoever asks while it runs gets the outcome of the next run, which begins
 * after they asked: they see everything that was there when they did.
 */
export function shareRuns<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<T> | undefined;
  return () => {
    next ??= running.then(() => {
      next = undefined;
      const outcome = work();
      running = outcome.catch(() => {});
      return outcome;
    });
    return next;
  };
}

/** The same for work on one of many things: those who ask at once for the same one share. */
export function shareRunsByKey<T>(work: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const asked = new Map<string, { readonly run: () => Promise<T>; waiting: number }>();
  return async (key) => {
    const own = asked.get(key) ?? { run: shareRuns(() => work(key)), waiting: 0 };
    asked.set(key, own);
    own.waiting += 1;
    try {
      return await own.run();
    } finally {
      own.waiting -= 1;
      if (own.waiting === 0) asked.delete(key);
    }
  };
}
