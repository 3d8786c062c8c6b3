import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { wordingIn } from "../../shared/rules/form-fields.ts";
import { formDefinition } from "../form/form-definition.ts";
import {
  type FormScreen,
  isPristine,
  needsNoForm,
  type PanelState,
  type Screen,
} from "../state/panel-state.ts";
import { CloseButton } from "./CloseButton.tsx";
import type { ChatParts } from "./chat-parts.ts";
import { Form } from "./Form.tsx";
import { isEscape, isTab, keepTabInside, moveFocus } from "./focus.ts";
import { usePanel, usePanelState } from "./panel-context.ts";

interface AppProps {
  /** Resolves once the chat bundle is loaded. */
  readonly loading: Promise<ChatParts>;
  /** Whether the panel takes the focus when it opens. */
  takesFocus(): boolean;
}

/** The open panel or, beside the closed launcher, the preview of unread messages. */
export function App({ loading, takesFocus }: AppProps) {
  const isOpen = usePanelState((state) => state.open);
  const [parts, setParts] = useState<ChatParts | null>(null);
  useLayoutEffect(() => void loading.then(setParts), [loading]);
  if (isOpen) return <OpenPanel parts={parts} takesFocus={takesFocus} />;
  return parts && <parts.LauncherPreview controller={parts.controller} />;
}

/** Whether the chat opens without a form, because everything but the message is known (R28). */
function opensChat(
  { screen, known }: PanelState,
  { settings }: Pick<ReturnType<typeof usePanel>, "settings">,
) {
  return (
    screen.kind === "form" &&
    screen.form === "pre_chat" &&
    !settings.preview &&
    isPristine(screen) &&
    needsNoForm(settings.forms.pre_chat, known)
  );
}

function OpenPanel({
  parts,
  takesFocus,
}: Pick<AppProps, "takesFocus"> & { readonly parts: ChatParts | null }) {
  const environment = usePanel();
  const screen = usePanelState((state) => state.screen);
  const showsChat = usePanelState((state) => state.screen.kind === "chat" || opensChat(state, environment));
  let content: ComponentChildren = null;
  if (showsChat) content = parts && <parts.Chat controller={parts.controller} />;
  else if (screen.kind === "form") content = <FormPage screen={screen} />;
  else if (screen.kind === "submission") content = parts && <parts.SubmissionStatus screen={screen} />;
  const { side, dir, locale, actions } = environment;
  return (
    <div
      class={`panel ${side}`}
      role="dialog"
      // focusable, so that a click beside the fields does not move the focus to the page
      tabIndex={-1}
      aria-modal="true"
      aria-labelledby="title"
      dir={dir}
      lang={locale}
      onKeyDown={(event) => {
        if (isEscape(event)) actions.close();
        if (isTab(event)) keepTabInside(event, event.currentTarget);
      }}
      ref={useScreenFocus(screen, !!content, takesFocus)}
    >
      <Header />
      {content}
    </div>
  );
}

/**
 * Moves the focus when the panel opens, and when the screen changes.
 *
 * @param isDrawn false until the content of the screen is loaded
 * @returns the ref of the panel
 */
function useScreenFocus(screen: Screen, isDrawn: boolean, takesFocus: () => boolean) {
  const panel = useRef<HTMLDivElement>(null);
  const before = useRef<Screen | null>(null);
  useLayoutEffect(() => {
    if (!panel.current || !isDrawn) return;
    if (before.current || takesFocus()) moveFocus(panel.current, screen, before.current);
    before.current = screen;
  }, [screen, isDrawn]);
  return panel;
}

function Header() {
  const { words, settings, actions } = usePanel();
  const isAvailable = usePanelState((state) => state.available);
  return (
    <div class="header">
      <p class={isAvailable ? "presence online" : "presence"}>
        <b>{settings.name}</b> {isAvailable ? words.online : words.away}
      </p>
      <CloseButton label={words.close} onClick={actions.close} />
    </div>
  );
}

function FormPage({ screen }: { readonly screen: FormScreen }) {
  const { words, settings, locale } = usePanel();
  return (
    <div class="page">
      <h2 id="title" tabIndex={-1}>
        {(screen.form === "pre_chat" && wordingIn(settings.greeting, locale)) || words.title[screen.form]}
      </h2>
      <p class="intro">
        {wordingIn(formDefinition(settings, screen.form).intro, locale) ?? words.intro[screen.form]}
      </p>
      <Form screen={screen} />
    </div>
  );
}
