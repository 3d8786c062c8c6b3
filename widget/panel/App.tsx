import { wordingIn } from "../../shared/rules/asked.ts";
import { RIGHT_TO_LEFT } from "../launcher.ts";
import { Form } from "./Form.tsx";
import { formOf } from "./form-of.ts";
import type { View } from "./view.ts";

/** What the panel says of itself on top, and by which a screen reader knows it. */
function Head({ state, words, settings, actions }: View) {
  return (
    <div class="head">
      <p class={state.available ? "who here" : "who"}>
        <b>{settings.name}</b> {state.available ? words.here : words.away}
      </p>
      <button type="button" class="close" aria-label={words.close} onClick={actions.close}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M6 6l12 12M18 6L6 18" />
        </svg>
      </button>
    </div>
  );
}

function FormPage(view: View) {
  const { state, words, settings, locale } = view;
  const { screen } = state;
  if (screen.at !== "form") return null;
  const greeting = screen.form === "pre_chat" ? wordingIn(settings.greeting, locale) : undefined;
  return (
    <div class="body">
      <h2 id="title" tabIndex={-1}>
        {greeting ?? words.title[screen.form]}
      </h2>
      <p class="intro">
        {wordingIn(formOf(settings, screen.form).intro, locale) ?? words.intro[screen.form]}
      </p>
      <Form {...view} screen={screen} />
    </div>
  );
}

/** The whole panel. It is drawn anew with every state; what is not open is not there. */
export function App(view: View) {
  const { state, later } = view;
  const { screen } = state;
  return (
    <div
      class={`panel ${view.side}`}
      role="dialog"
      // a click beside the fields must not take the keyboard out of the panel
      tabIndex={-1}
      aria-modal="true"
      aria-labelledby="title"
      dir={RIGHT_TO_LEFT.test(view.locale) ? "rtl" : "ltr"}
      lang={view.locale}
    >
      <Head {...view} />
      {screen.at === "form" ? (
        <FormPage {...view} />
      ) : (
        later && <later.Sent {...view} later={later} screen={screen} />
      )}
    </div>
  );
}
