/** A file of the widget that is loaded after the panel. */
export interface Part<T> {
  /** Of the built file, without `.js`. */
  readonly name: string;
  load(): Promise<T>;
}
