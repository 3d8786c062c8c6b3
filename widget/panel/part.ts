/** A file of the widget that is loaded after the panel. */
export interface Part<M> {
  /** Of the built file, without `.js`. */
  readonly name: string;
  load(): Promise<M>;
}

/** Gets a part, which is loaded when it is first asked for. Stays pending if the widget is removed meanwhile. */
export type Lazy<T> = () => Promise<T>;

/**
 * Makes a part lazy.
 *
 * @param use makes of the loaded module, once, what the part is used as
 */
export type Lazily = <M extends object, T>(part: Part<M>, use: (module: M) => T) => Lazy<T>;
