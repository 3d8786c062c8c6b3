import { Component, type FunctionComponent } from "preact";

/** A component that renders again only when one of its props changes. */
export function memo<P extends object>(Inner: FunctionComponent<P>): new () => Component<P> {
  return class Memoized extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const keys = Object.keys(next) as (keyof P)[];
      return keys.some((key) => next[key] !== this.props[key]);
    }
    override render(props: P) {
      return <Inner {...props} />;
    }
  };
}
