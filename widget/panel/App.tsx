import type { ComponentChildren } from "preact";
import { isEscape, isTab, keepTabInside } from "./focus.ts";
import { IconButton } from "./IconButton.tsx";
import type { ChatParts, NoChatParts, NoFormView } from "./loaded-parts.ts";
import type { FormParts, FormView, View } from "./view.ts";

/** The content to draw, with the components and the words of the parts that are loaded. */
type AppProps = View & (ChatParts | NoChatParts) & (FormView | NoFormView) & Partial<FormParts>;

/** The open panel or, beside the closed launcher, the preview of unread messages. */
export function App(props: AppProps) {
  if (props.state.open) return drawPanel(props);
  return props.Chat ? <props.LauncherPreview {...props} /> : null;
}

function drawPanel(view: AppProps) {
  const { screen } = view.state;
  let content: ComponentChildren;
  if (view.state.page) content = view.state.page(view);
  else if (screen.kind === "chat" || (view.FormPage && view.opensChat(view)))
    content = view.Chat && <view.Chat {...view} />;
  else if (screen.kind === "form") content = view.FormPage && <view.FormPage {...view} screen={screen} />;
  else if (view.FormPage && view.Chat && view.SubmissionStatus)
    content = <view.SubmissionStatus {...view} screen={screen} />;
  return (
    <div
      class={`panel ${view.side}`}
      role="dialog"
      // focusable, so that a click beside the fields does not move the focus to the page
      tabIndex={-1}
      aria-modal="true"
      aria-labelledby="title"
      dir={view.dir}
      lang={view.locale}
      onKeyDown={(event) => {
        if (isEscape(event)) view.actions.close();
        if (isTab(event)) keepTabInside(event, event.currentTarget);
      }}
    >
      {drawHeader(view)}
      {content}
    </div>
  );
}

function drawHeader(view: AppProps) {
  const { state, words, settings, actions } = view;
  return (
    <div class="header">
      <p class={state.available ? "presence online" : "presence"}>
        <b>{settings.name}</b> {state.available ? words.online : words.away}
      </p>
      {view.Chat && (
        <IconButton
          label={view.words.conversations}
          path="M4 7h16M4 12h16M4 17h8"
          onClick={view.controller.openList}
        />
      )}
      <IconButton label={words.close} onClick={actions.close} />
    </div>
  );
}
