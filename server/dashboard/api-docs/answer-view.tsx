import { Code } from "../ui/verbatim.tsx";
import { CodeBlock } from "./code-block.tsx";
import type { Answer } from "./send-request.ts";

/** The answer to a request: status, time, headers and body. */
export function AnswerView({ answer }: { answer: Answer }) {
  const { status, duration, headers, body, isCut } = answer;
  return (
    <div class="answer">
      <p>
        <span class={`badge ${status < 400 ? "good" : "bad"}`}>{status}</span>{" "}
        <span class="hint">{duration} ms</span>
      </p>
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
