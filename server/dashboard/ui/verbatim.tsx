import type { ComponentChildren } from "preact";

interface VerbatimProps {
  readonly class?: string;
  readonly children: ComponentChildren;
}

/** A value that page translation must not change: a name, an address, a tag, an attribute's label. */
export function Verbatim({ children, ...rest }: VerbatimProps) {
  return (
    <bdi {...rest} translate={false}>
      {children}
    </bdi>
  );
}

/** An ID or a key, which page translation must not change. */
export function Code({ children }: { children: ComponentChildren }) {
  return <code translate={false}>{children}</code>;
}
