import { Code } from "../ui/verbatim.tsx";
import { CodeBlock } from "./code-block.tsx";
import type { Answer } from "./send-request.ts";

/** The status of an answer and the time that it took, short enough to be read out. */
export function AnswerStatus({ answer: { status, duration } }: { answer: Answer }) {
  return (
    <p class="answer-status">
      Answered with <span class={`badge ${status < 400 ? "good" : "bad"}`}>{status}</span> in {duration} ms
    </p>
  );
}

/** The headers and the body of the answer to a request. */
export function AnswerView({ answer: { headers, body, isCut } }: { answer: Answer }) {
  return (
    <div class="answer">
      {headers.length > 0 && (
        <dl class="headers">
          {headers.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <Code>{value}</Code>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <CodeBlock title="Received body" text={body} what="answer" />
      {isCut && <p class="hint">The rest is not shown, because the answer is very long.</p>}
    </div>
  );
}
