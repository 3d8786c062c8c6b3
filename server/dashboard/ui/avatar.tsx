import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useServices } from "../app/services.tsx";
import { Button } from "./button.tsx";
import { fullTime, initials, pictureAddress, readableAddress, relativeTime, safeAddress } from "./format.ts";
import { Icon } from "./icon.tsx";

/** How long ago, with the full time on hover. */
export function Ago({ at }: { at: number }) {
  const { clock } = useServices();
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {relativeTime(at, Math.max(at, clock.value))}
    </time>
  );
}

interface MarkProps {
  readonly name: string | null;
  /** An agent's own picture, a path on the server. */
  readonly picture?: string | null;
  readonly large?: boolean;
}

/** A person's round mark: a picture, the first letters of the name, or a drawing for somebody without one. */
export function Mark({ name, picture = null, large = false }: MarkProps) {
  return (
    <span class={large ? "mark large" : "mark"} aria-hidden="true">
      {picture ? (
        <img src={pictureAddress(picture)} alt="" />
      ) : name ? (
        initials(name)
      ) : (
        <Icon name="person" size={large ? 24 : 17} />
      )}
    </span>
  );
}

/** An address as a visitor's browser reported it: a link only if it is http(s), and then one that tells nothing. */
export function PageLink({ address }: { address: string }) {
  const safe = safeAddress(address);
  if (!safe)
    return (
      <span class="address" dir="auto">
        {address || "unknown"}
      </span>
    );
  return (
    <a class="address" href={safe} target="_blank" rel="noopener noreferrer nofollow" title={safe} dir="ltr">
      {readableAddress(safe)}
    </a>
  );
}

/** Copies a text, says so, and says how to do it by hand where the browser refuses. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [state, setState] = useState<"idle" | "copied" | "refused">("idle");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setState("copied");
    } catch {
      setState("refused"); // no permission, or not a secure page: the words below say what to do
    }
  };
  return (
    <span class="copy">
      <Button icon={state === "copied" ? "check" : "copy"} onClick={copy}>
        {state === "copied" ? "Copied" : `Copy ${what}`}
      </Button>
      <span role="status" class={state === "refused" ? "hint" : "unseen"}>
        {state === "copied" && `The ${what} was copied.`}
        {state === "refused" &&
          "The browser does not allow copying here. Select the text and copy it by hand."}
      </span>
    </span>
  );
}

/** The way back to the list that this page belongs to, above everything else on it. */
export function Back({ to, children }: { to: string; children: ComponentChildren }) {
  return (
    <p>
      <a class="back" href={to}>
        <Icon name="back" size={16} />
        {children}
      </a>
    </p>
  );
}
