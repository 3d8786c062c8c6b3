import { useEffect, useRef, useState } from "preact/hooks";
import type { BulkJob } from "../../../../shared/bulk-job.ts";
import { useMay } from "../../app/use-may.ts";
import { readyOr } from "../../data/loadable.ts";
import { useAction } from "../../data/use-action.ts";
import { useLoad } from "../../data/use-load.ts";
import { usePolling } from "../../data/use-polling.ts";
import { plural, t } from "../../i18n/translate.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { ErrorNote } from "../../ui/states.tsx";
import { useMatchingApi } from "./use-matching-api.ts";

const isActive = ({ state }: BulkJob) => state === "running" || state === "undoing";

/**
 * The changes of many contacts of a property, asked for again while one runs.
 *
 * @param onProgress called when contacts have been changed
 */
export function useBulkJobs(property: string, onProgress: () => void) {
  const matching = useMatchingApi();
  const { loaded, reload } = useLoad(property, async () => (await matching.bulkJobs(property)).items);
  const jobs = readyOr(loaded, []);
  usePolling(jobs.some(isActive), reload);
  const progress = jobs.map(({ id, state, changed }) => `${id} ${state} ${changed}`).join();
  const before = useRef<string | null>(null);
  useEffect(() => {
    if (loaded.kind !== "ready") return;
    if (before.current !== null && before.current !== progress) onProgress();
    before.current = progress;
  }, [progress, loaded.kind]);
  return { jobs, reload };
}

interface BulkJobListProps extends Omit<BulkJobItemProps, "job" | "onDismiss"> {
  readonly jobs: readonly BulkJob[];
}

/** The changes of many contacts that run, with their progress, and those that can be undone. */
export function BulkJobList({ jobs, ...props }: BulkJobListProps) {
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const shown = jobs.filter(
    (job) => isActive(job) || (job.undoUntil !== null && !dismissed.includes(job.id)),
  );
  if (!shown.length) return null;
  return (
    <ul class="plain-list bulk-jobs" aria-label={t("Changes of many contacts")}>
      {shown.map((job) => (
        <li key={job.id}>
          <BulkJobItem {...props} job={job} onDismiss={() => setDismissed([...dismissed, job.id])} />
        </li>
      ))}
    </ul>
  );
}

interface BulkJobItemProps {
  readonly property: string;
  readonly job: BulkJob;
  readonly onChange: () => void;
  readonly onDismiss: () => void;
}

function BulkJobItem({ property, job, onChange, onDismiss }: BulkJobItemProps) {
  const matching = useMatchingApi();
  const may = useMay(property);
  const mayChange = may(job.kind === "delete" ? "contacts.erase" : "contacts.edit");
  const cancel = useAction(async () => {
    await matching.cancelBulkJob(property, job.id);
    onChange();
  });
  const undo = useAction(async () => {
    await matching.undoBulkJob(property, job.id);
    onChange();
  });
  if (isActive(job))
    return (
      <>
        <ProgressBar label={activeText(job)} share={shareOf(job)} />
        {job.state === "running" && mayChange && (
          <Button small busy={cancel.busy} onClick={() => void cancel.run()}>
            {t("Cancel")}
          </Button>
        )}
        <ErrorNote failure={cancel.failure} />
      </>
    );
  return (
    <>
      <span role="status">{endedText(job)}</span>
      {mayChange && (
        <Button small busy={undo.busy} onClick={() => void undo.run()}>
          {t("Undo")}
        </Button>
      )}
      <IconButton icon="close" label={t("Dismiss")} onClick={onDismiss} />
      <ErrorNote failure={undo.failure} />
    </>
  );
}

/** Between 0 and 1. Of an undo, it is the share of the contacts that are restored. */
const shareOf = ({ state, done, total, changed }: BulkJob) =>
  state === "undoing" ? 1 - changed / Math.max(1, done) : done / Math.max(1, total);

const tagName = ({ tag }: BulkJob) => (tag ? `“${tag.name}”` : t("a deleted tag"));

function activeText(job: BulkJob): string {
  const contacts = plural(
    job.state === "undoing" ? job.changed : job.total,
    "{count} contact",
    "{count} contacts",
  );
  if (job.state === "undoing") return t("Undoing the change of {contacts}", { contacts });
  if (job.kind === "delete") return t("Deleting {contacts}", { contacts });
  return job.kind === "tag"
    ? t("Adding the tag {job} to {contacts}", { job: tagName(job), contacts })
    : t("Removing the tag {job} from {contacts}", { job: tagName(job), contacts });
}

function endedText(job: BulkJob): string {
  const contacts = plural(job.changed, "{count} contact", "{count} contacts");
  const cancelled = job.state === "cancelled" ? t("Cancelled: ") : "";
  if (job.kind === "delete") return `${cancelled}${contacts} deleted.`;
  return `${cancelled}Tag ${tagName(job)} ${job.kind === "tag" ? t("added to") : t("removed from")} ${contacts}.`;
}
