export interface Bus<E> {
  /** Calls all listeners, one after the other, before it returns. */
  emit(event: E): void;
  /** @returns removes the listener */
  on(listener: (event: E) => void): () => void;
}

/**
 * An in-process bus. The error of one listener reaches neither the emitter nor the other listeners.
 *
 * @param onError takes what a listener threw
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
