import { percent } from "./format.ts";

/** A progress bar. Screen readers announce every tenth. @param share between 0 and 1 */
export function ProgressBar({ label, share }: { label: string; share: number }) {
  const shown = Math.min(1, Math.max(0, share));
  return (
    <div class="progress">
      <div class="progress-words">
        <span>{label}</span>
        <span class="tally">{percent(shown)}</span>
      </div>
      <div
        class="progress-bar"
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(shown * 100)}
      >
        <span style={{ inlineSize: `${shown * 100}%` }} />
      </div>
      <p class="unseen" role="status">
        {label}: {percent(Math.floor(shown * 10) / 10)}
      </p>
    </div>
  );
}
