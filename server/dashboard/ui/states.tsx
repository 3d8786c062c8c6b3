import type { ComponentChildren } from "preact";
import { type ApiError, errorText } from "../data/api-error.ts";
import { t } from "../i18n/translate.ts";
import { Button } from "./button.tsx";
import { Icon, type IconName } from "./icon.tsx";

/** An empty state, with an explanation of what to do. */
export function EmptyState({
  icon,
  title,
  page = false,
  children,
}: {
  icon: IconName;
  title: string;
  /** Whether it fills the page, so that its title is the heading of the page. */
  page?: boolean;
  children?: ComponentChildren;
}) {
  const Title = page ? "h1" : "h2";
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon name={icon} size={26} />
      </span>
      <Title>{title}</Title>
      {children}
    </div>
  );
}

/** An error that replaces a part of the page that could not be loaded, with a button that tries again. */
export function LoadError({ failure, retry }: { failure: ApiError; retry: () => void }) {
  return (
    <div class="empty" role="alert">
      <span class="empty-icon bad">
        <Icon name={failure.code === "unreachable" ? "cut" : "alert"} size={26} />
      </span>
      <p>{errorText(failure)}</p>
      <Button onClick={retry}>{t("Try again")}</Button>
    </div>
  );
}

/** The server's error of the last action, next to it. */
export function ErrorNote({ failure }: { failure: ApiError | null }) {
  return (
    <div role="alert">
      {failure && (
        <p class="note bad">
          <Icon name="alert" />
          <span>{errorText(failure)}</span>
        </p>
      )}
    </div>
  );
}

/** A note set apart from the form around it. */
export function Note({
  tone = "plain",
  icon = "info",
  children,
}: {
  tone?: "plain" | "good" | "warn";
  icon?: IconName;
  children: ComponentChildren;
}) {
  return (
    <div class={`note ${tone}`}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}

/** Grey lines as a placeholder while something loads; they appear after a short delay. */
export function Skeleton({ lines, label }: { lines: number; label: string }) {
  return (
    <div class="skeleton" role="status">
      <span class="unseen">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} class="bone" aria-hidden="true" />
      ))}
    </div>
  );
}
