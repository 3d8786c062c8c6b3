import { fill } from "../../locales/words.ts";
import type { ListProps } from "./conversations-state.ts";

/** The form by which a visitor proves an e-mail, and so sees what they wrote on another device (R33). */
export function ProofForm(props: ListProps) {
  const { words, more, list, actions } = props;
  const { step, email, fault } = list.proof;
  const submit = (event: Event) => {
    event.preventDefault();
    if (step === "email") actions.sendCode();
    else actions.confirm();
  };
  return (
    <form class="proof" onSubmit={submit}>
      <h3>{more.otherDevice}</h3>
      <p class="help" role="status">
        {step === "email" ? more.otherDeviceHelp : fill(more.codeSent, { email: `\u2068${email}\u2069` })}
      </p>
      <label for="proof-input">{step === "email" ? words.labels.email : more.code}</label>
      {step === "email" ? <EmailInput {...props} /> : <CodeInput {...props} />}
      <p class="fault" id="proof-fault" role="alert">
        {fault && (fault === "not_reached" ? more.notReached : more.faults[fault])}
      </p>
      <button type="submit" class="button" onClick={submit}>
        {step === "email" ? more.sendCode : more.confirm}
      </button>
      {step === "code" && (
        <p class="links">
          <button type="button" class="link" onClick={actions.sendCode}>
            {more.sendAgain}
          </button>
          <button type="button" class="link" onClick={() => actions.edit({ step: "email", code: "" })}>
            {more.otherAddress}
          </button>
        </p>
      )}
    </form>
  );
}

/** As in a form: not of the type `email`, because Chromium would replace an international domain by its ASCII form (R8). */
function EmailInput({ list: { proof }, actions }: ListProps) {
  return (
    <input
      key="email"
      id="proof-input"
      class="input"
      inputmode="email"
      autocomplete="email"
      autocapitalize="none"
      spellcheck={false}
      dir="ltr"
      maxLength={254}
      value={proof.email}
      aria-invalid={!!proof.fault}
      aria-describedby="proof-fault"
      onInput={({ currentTarget }) => actions.edit({ email: currentTarget.value })}
    />
  );
}

/** Takes the digits of every script, and what a mail program copies with them: the server reads it. */
function CodeInput({ list: { proof }, actions }: ListProps) {
  return (
    <input
      key="code"
      id="proof-input"
      class="input code"
      inputmode="numeric"
      autocomplete="one-time-code"
      dir="ltr"
      maxLength={100}
      value={proof.code}
      aria-invalid={!!proof.fault}
      aria-describedby="proof-fault"
      onInput={({ currentTarget }) => actions.edit({ code: currentTarget.value })}
    />
  );
}
