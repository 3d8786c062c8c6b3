import { useState } from "preact/hooks";
import { BASE } from "../data/base-path.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Field } from "../ui/field.tsx";
import { Note } from "../ui/states.tsx";
import { Code } from "../ui/verbatim.tsx";
import { AnswerStatus, AnswerView } from "./answer-view.tsx";
import { listOf, type Operation, textOf } from "./document.ts";
import { exampleBody, exampleValues, makeRequest } from "./request.ts";
import { type Answer, sendRequest } from "./send-request.ts";

type Attempt =
  | { readonly kind: "none" | "sending" }
  | { readonly kind: "answered"; readonly answer: Answer }
  | { readonly kind: "failed"; readonly reason: string };

interface TryItProps {
  readonly operation: Operation;
  /** Returns the pasted API key; null: there is none, and the page asks for it. */
  readonly readKey: () => string | null;
}

/** Sends a request of an operation, with parameters and a body that can be changed, and shows the answer. */
export function TryIt({ operation, readKey }: TryItProps) {
  const [values, setValues] = useState(exampleValues(operation, false));
  const [body, setBody] = useState(exampleBody(operation));
  const [attempt, setAttempt] = useState<Attempt>({ kind: "none" });
  const [confirmed, setConfirmed] = useState<string | null>(null);
  const bodyFault = body !== null && !isJson(body) ? "This is not JSON." : undefined;
  const send = async (key: string) => {
    setConfirmed(null);
    setAttempt({ kind: "sending" });
    try {
      const request = makeRequest(operation, values, body, key);
      setAttempt({ kind: "answered", answer: await sendRequest(request, `${BASE}/api/v1`) });
    } catch (error) {
      setAttempt({ kind: "failed", reason: error instanceof Error ? error.message : String(error) });
    }
  };
  const submit = () => {
    const key = bodyFault ? null : readKey();
    if (key === null) return;
    if (operation.method === "GET") void send(key);
    else setConfirmed(key);
  };
  const field = (parameter: Operation["parameters"][number]) => (
    <ParameterField
      key={parameter.name}
      parameter={parameter}
      value={values[parameter.name] ?? ""}
      onInput={(value) => setValues({ ...values, [parameter.name]: value })}
    />
  );
  return (
    <details class="try-it">
      <summary>Try it</summary>
      <form
        aria-label={`Try it: ${operation.summary}`}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {operation.parameters.filter((one) => one.in !== "header").map(field)}
        {body !== null && (
          <Field label="Body" fault={bodyFault}>
            {(control) => (
              <textarea
                {...control}
                class="input code"
                rows={6}
                spellcheck={false}
                translate={false}
                value={body}
                onInput={(event) => setBody(event.currentTarget.value)}
              />
            )}
          </Field>
        )}
        {operation.parameters.filter((one) => one.in === "header").map(field)}
        <div>
          <Button type="submit" kind="primary" icon="send" busy={attempt.kind === "sending"}>
            Send
          </Button>
        </div>
      </form>
      <div role="status">{attempt.kind === "answered" && <AnswerStatus answer={attempt.answer} />}</div>
      <div role="alert">
        {attempt.kind === "failed" && (
          <Note tone="warn" icon="alert">
            <p>The request could not be sent, or the server cannot be reached.</p>
            <p>
              <Code>{attempt.reason}</Code>
            </p>
          </Note>
        )}
      </div>
      {attempt.kind === "answered" && <AnswerView answer={attempt.answer} />}
      {confirmed !== null && (
        <ConfirmChange
          operation={operation}
          path={makeRequest(operation, values, null, "").path}
          send={() => void send(confirmed)}
          onClose={() => setConfirmed(null)}
        />
      )}
    </details>
  );
}

interface ParameterFieldProps {
  readonly parameter: Operation["parameters"][number];
  readonly value: string;
  readonly onInput: (value: string) => void;
}

function ParameterField({ parameter, value, onInput }: ParameterFieldProps) {
  const { name, isRequired, schema, example } = parameter;
  const choices = listOf(schema.enum).map(textOf);
  return (
    <Field label={name}>
      {(control) =>
        choices.length ? (
          <select
            {...control}
            class="input"
            value={value}
            onChange={(event) => onInput(event.currentTarget.value)}
          >
            <option value="">Not sent</option>
            {choices.map((choice) => (
              <option key={choice} value={choice}>
                {choice}
              </option>
            ))}
          </select>
        ) : (
          <input
            {...control}
            class="input"
            type="text"
            autocomplete="off"
            spellcheck={false}
            required={isRequired}
            placeholder={example && `such as ${example}`}
            value={value}
            onInput={(event) => onInput(event.currentTarget.value)}
          />
        )
      }
    </Field>
  );
}

interface ConfirmChangeProps {
  readonly operation: Operation;
  readonly path: string;
  readonly send: () => void;
  readonly onClose: () => void;
}

/** Says what the request does before it is sent: the data is real. */
function ConfirmChange({ operation: { method, summary }, path, send, onClose }: ConfirmChangeProps) {
  const isDeletion = method === "DELETE";
  return (
    <Dialog title="This changes data of your property" onClose={onClose}>
      <p>
        <strong>{summary}</strong>
      </p>
      <p>
        <Code>
          {method} /api/v1{path}
        </Code>
      </p>
      <p>
        The request is carried out with your key, on the data that your team and your visitors see.
        {isDeletion && " What it removes does not come back."}
      </p>
      <div class="dialog-foot">
        <Button onClick={onClose}>Cancel</Button>
        <Button kind={isDeletion ? "danger" : "primary"} onClick={send}>
          Send request
        </Button>
      </div>
    </Dialog>
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
