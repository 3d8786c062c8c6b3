import { useEffect, useRef } from "preact/hooks";
import { useServices } from "../app/services.tsx";
import { t } from "../i18n/translate.ts";
import { Button, IconButton } from "./button.tsx";

/** Notices at the bottom of the window, which screen readers announce. */
export function NoticeList() {
  const { notices } = useServices();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    notices.isInUse = () => box.current?.matches(":hover, :focus-within") ?? false;
  }, [notices]);
  return (
    <div ref={box} class="notices" role="status" aria-live="polite">
      {notices.list.value.map(({ id, text, tone, action }) => (
        <div key={id} class={`notice ${tone}`}>
          <span>{text}</span>
          {action && (
            <Button
              kind="quiet"
              small
              onClick={() => {
                notices.dismiss(id);
                action.act();
              }}
            >
              {action.label}
            </Button>
          )}
          <IconButton icon="close" label={t("Dismiss")} onClick={() => notices.dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
