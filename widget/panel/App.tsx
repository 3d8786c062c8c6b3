import type { ComponentChildren } from "preact";
import { wordingIn } from "../../shared/rules/form-fields.ts";
import { formDefinition } from "../form/form-definition.ts";
import { type FormScreen, isPristine, needsNoForm } from "../state/panel-state.ts";
import { CloseButton } from "./CloseButton.tsx";
import type { ChatParts, FormParts, NoChatParts } from "./chat-parts.ts";
import { Form } from "./Form.tsx";
import { isEscape, isTab, keepTabInside } from "./focus.ts";
import type { View } from "./view.ts";

/** Whether the chat opens without a form, because everything but the message is known (R28). */
function opensChat({ state: { screen, known }, settings }: View): boolean {
  return (
    screen.kind === "form" &&
    screen.form === "pre_chat" &&
    !settings.preview &&
    isPristine(screen) &&
    needsNoForm(settings.forms.pre_chat, known)
  );
}

/** What is drawn, with the components and the words of the chat and of the form's part once these are loaded. */
type AppProps = View & (ChatParts | NoChatParts) & Partial<FormParts>;

/** The open panel or, beside the closed launcher, the preview of unread messages. */
export function App(props: AppProps) {
  if (props.state.open) return <OpenPanel {...props} />;
  return props.Chat ? <props.LauncherPreview {...props} /> : null;
}

function OpenPanel(view: AppProps) {
  const { screen } = view.state;
  let content: ComponentChildren;
  if (screen.kind === "chat" || opensChat(view)) content = view.Chat && <view.Chat {...view} />;
  else if (screen.kind === "form") content = <FormPage {...view} screen={screen} />;
  else if (view.Chat && view.SubmissionStatus) content = <view.SubmissionStatus {...view} screen={screen} />;
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
      <Header {...view} />
      {content}
    </div>
  );
}

function Header({ state, words, settings, actions }: View) {
  return (
    <div class="header">
      <p class={state.available ? "presence online" : "presence"}>
        <b>{settings.name}</b> {state.available ? words.online : words.away}
      </p>
      <CloseButton label={words.close} onClick={actions.close} />
    </div>
  );
}

function FormPage(view: View & { readonly screen: FormScreen }) {
  const { screen, words, settings, locale } = view;
  return (
    <div class="page">
      <h2 id="title" tabIndex={-1}>
        {(screen.form === "pre_chat" && wordingIn(settings.greeting, locale)) || words.title[screen.form]}
      </h2>
      <p class="intro">
        {wordingIn(formDefinition(settings, screen.form).intro, locale) ?? words.intro[screen.form]}
      </p>
      <Form {...view} />
    </div>
  );
}
