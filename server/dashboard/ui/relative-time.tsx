import { useServices } from "../app/services.tsx";
import { fullTime, relativeTime } from "./format.ts";

/** How long ago, with the full time on hover. */
export function RelativeTime({ at }: { at: number }) {
  const { clock } = useServices();
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTime(at)}>
      {relativeTime(at, Math.max(at, clock.value))}
    </time>
  );
}
