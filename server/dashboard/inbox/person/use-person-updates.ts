import { useEffect, useRef } from "preact/hooks";
import { useServices } from "../../app/services.tsx";

/** Calls back when a person's details have changed, or may have: with every message of theirs. */
export function usePersonUpdates(
  property: string,
  person: string,
  lastMessageAt: number,
  reload: () => void,
): void {
  const { live } = useServices();
  const latest = useRef(reload);
  const seen = useRef(lastMessageAt);
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
    if (seen.current === lastMessageAt) return;
    seen.current = lastMessageAt;
    // where changes come by themselves, so does the news of a person
    if (!live.connected.value) latest.current();
  }, [lastMessageAt]);
}
