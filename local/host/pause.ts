/** A wait that can be cut short. */
export interface Pause {
  wait(milliseconds: number): Promise<void>;
  /** Ends the wait that is going on, or else the next one before it begins. */
  end(): void;
}

export function createPause(): Pause {
  let ended = false;
  let endWait: (() => void) | undefined;
  return {
    async wait(milliseconds) {
      if (!ended) {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timer = setTimeout(resolve, milliseconds);
        endWait = resolve;
        await promise;
        clearTimeout(timer);
        endWait = undefined;
      }
      ended = false;
    },
    end() {
      ended = true;
      endWait?.();
    },
  };
}
