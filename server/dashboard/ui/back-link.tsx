import type { ComponentChildren } from "preact";
import { Icon } from "./icon.tsx";

/** The way back to the list that this page belongs to, above everything else on it. */
export function BackLink({ to, children }: { to: string; children: ComponentChildren }) {
  return (
    <p>
      <a class="back" href={to}>
        <Icon name="back" size={16} />
        {children}
      </a>
    </p>
  );
}
