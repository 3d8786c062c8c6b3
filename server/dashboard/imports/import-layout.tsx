import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { href } from "../app/routes.ts";
import { useServices } from "../app/services.tsx";
import { type Message, message, t } from "../i18n/translate.ts";
import { Icon } from "../ui/icon.tsx";
import { STEPS, type Step } from "./import-steps.ts";

const STEP_LABELS: Readonly<Record<Step, Message>> = {
  file: message("File"),
  columns: message("Columns"),
  review: message("Review"),
  import: message("Import"),
};

const SHOWN_TITLE = "import shown";

interface ImportLayoutProps {
  readonly property: string;
  readonly step: Step;
  /** The heading of the step. It receives the focus when the step changes without a click on a link. */
  readonly title: string;
  /** The addresses of the other steps that can be opened. */
  readonly links?: Readonly<Partial<Record<Step, string>>>;
  readonly children: ComponentChildren;
}

/** The layout of every import step: the link back, the list of steps, and the heading. */
export function ImportLayout({ property, step, title, links = {}, children }: ImportLayoutProps) {
  const { memory } = useServices();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const previous = memory.get(SHOWN_TITLE);
    memory.set(SHOWN_TITLE, title);
    if (previous !== undefined && previous !== title) heading.current?.focus();
  }, [title, memory]);

  return (
    <main class="imports" id="main" tabIndex={-1}>
      <div class="imports-page">
        <header class="imports-header">
          <a class="back" href={href.contacts(property)}>
            <Icon name="back" size={16} />
            {t("Contacts")}
          </a>
          <h1>{t("Import contacts")}</h1>
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

/** Forgets the shown title when the screen is left, so that the next visit does not move the focus. */
export function useForgetTitle(): void {
  const { memory } = useServices();
  useEffect(() => () => void memory.delete(SHOWN_TITLE), [memory]);
}

function StepList({
  step,
  links,
}: Pick<ImportLayoutProps, "step"> & Required<Pick<ImportLayoutProps, "links">>) {
  const currentIndex = STEPS.indexOf(step);
  return (
    <ol class="import-steps" aria-label={t("Steps")}>
      {STEPS.map((one, index) => {
        const link = index === currentIndex ? undefined : links[one];
        const content = (
          <>
            <span class="step-number" aria-hidden="true">
              {index < currentIndex ? <Icon name="check" size={14} /> : index + 1}
            </span>
            <span>
              {t(STEP_LABELS[one])}
              {index < currentIndex && <span class="unseen"> {t("(done)")}</span>}
            </span>
          </>
        );
        return (
          <li
            key={one}
            class={index < currentIndex ? "done" : undefined}
            aria-current={index === currentIndex ? "step" : undefined}
          >
            {link ? <a href={link}>{content}</a> : <span>{content}</span>}
          </li>
        );
      })}
    </ol>
  );
}
