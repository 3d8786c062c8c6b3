import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { Icon } from "../ui/icon.tsx";
import { STEPS, type Step } from "./import-steps.ts";

const STEP_LABELS: Readonly<Record<Step, string>> = {
  file: "File",
  columns: "Columns",
  review: "Review",
  import: "Import",
};

const SHOWN_TITLE = "import shown";

interface ImportLayoutProps {
  readonly property: string;
  readonly step: Step;
  /** What this is, at this moment; the focus goes here when one thing follows the other by itself. */
  readonly title: string;
  /** Where the steps that can be gone back (or forth) to are. */
  readonly links?: Readonly<Partial<Record<Step, string>>>;
  readonly children: ComponentChildren;
}

/** What surrounds every step of an import: the way back, the steps, and the heading of what is shown. */
export function ImportLayout({ property, step, title, links = {}, children }: ImportLayoutProps) {
  const { memory } = useServices();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = memory.get(SHOWN_TITLE);
    memory.set(SHOWN_TITLE, title);
    if (before !== undefined && before !== title) heading.current?.focus();
  }, [title, memory]);

  return (
    <main class="imports" id="main" tabIndex={-1}>
      <div class="imports-page">
        <header class="imports-header">
          <a class="back" href={href.contacts(property)}>
            <Icon name="back" size={16} />
            Contacts
          </a>
          <h1>Import contacts</h1>
        </header>
        <StepList step={step} links={links} />
        <h2 ref={heading} class="imports-title" tabIndex={-1}>
          {title}
        </h2>
        {children}
      </div>
    </main>
  );
}

/** Forgets what was shown, so that coming back later moves no focus. */
export function useForgetTitle(): void {
  const { memory } = useServices();
  useEffect(() => () => void memory.delete(SHOWN_TITLE), [memory]);
}

function StepList({
  step,
  links,
}: Pick<ImportLayoutProps, "step"> & Required<Pick<ImportLayoutProps, "links">>) {
  const here = STEPS.indexOf(step);
  return (
    <ol class="import-steps" aria-label="Steps">
      {STEPS.map((one, index) => {
        const link = index === here ? undefined : links[one];
        const words = (
          <>
            <span class="step-mark" aria-hidden="true">
              {index < here ? <Icon name="check" size={14} /> : index + 1}
            </span>
            <span>
              {STEP_LABELS[one]}
              {index < here && <span class="unseen"> (done)</span>}
            </span>
          </>
        );
        return (
          <li
            key={one}
            class={index < here ? "done" : undefined}
            aria-current={index === here ? "step" : undefined}
          >
            {link ? <a href={link}>{words}</a> : <span>{words}</span>}
          </li>
        );
      })}
    </ol>
  );
}
