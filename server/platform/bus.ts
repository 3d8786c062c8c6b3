export interface Bus<E> {
  /** Tells everybody who listens, one after the other, before it returns. */
  emit(event: E): void;
  /** @returns takes the listener away again */
  on(listener: (event: E) => void): () => void;
}

/**
 * An in-process bus. A listener that throws takes neither the teller nor the other listeners with it.
 *
 * @param onError what to do with what a listener threw
 */
export function createBus<E>(onError: (error: unknown) => void): Bus<E> {
  const listeners = new Set<(event: E) => void>();
  return {
    emit(event) {
      for (const listener of [...listeners]) {
        try {
          listener(event);
        } catch (error) {
          onError(error);
        }
      }
    },
    on(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
