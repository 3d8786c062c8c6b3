import { render } from "preact";
import { useState } from "preact/hooks";

const FIELDS = { name: "Your name", email: "E-mail", message: "Your message" } as const;

function Form() {
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  return (
    <div
      role="dialog"
      style="position:fixed;bottom:20px;right:20px;width:392px;padding:24px;background:#fff;font:16px system-ui"
    >
      <h2>Chat with us</h2>
      <form>
        {Object.entries(FIELDS).map(([id, label]) => {
          const Control = id === "message" ? "textarea" : "input";
          return (
            <p key={id}>
              <label for={id}>{label}</label>
              <Control
                id={id}
                value={answers[id] ?? ""}
                onInput={(event) => setAnswers({ ...answers, [id]: event.currentTarget.value })}
              />
            </p>
          );
        })}
        <button type="submit">Send</button>
      </form>
    </div>
  );
}

/** Draws the fields of the default pre-chat form with bare Preact. */
export default function draw(root: ShadowRoot): void {
  render(<Form />, root.appendChild(document.createElement("div")));
}
