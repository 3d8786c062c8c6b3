import { useEffect, useRef } from "preact/hooks";
import { useServices } from "../../app/services.tsx";

/**
 * Calls `reload` when the live connection reports a change of a person. Without a live connection it is called after
 * every message, because the message may have come with changed details.
 */
export function usePersonUpdates(
  property: string,
  person: string,
  lastMessageAt: number,
  reload: () => void,
): void {
  const { live } = useServices();
  const latest = useRef(reload);
  const reloadedAt = useRef(lastMessageAt);
  latest.current = reload;
  useEffect(
    () =>
      live.on((frame) => {
        if (frame.kind === "person" && frame.property === property && frame.person === person)
          latest.current();
      }),
    [live, property, person],
  );
  useEffect(() => {
    if (reloadedAt.current === lastMessageAt) return;
    reloadedAt.current = lastMessageAt;
    if (!live.connected.value) latest.current();
  }, [lastMessageAt]);
}
