import { BASE } from "../data/base-path.ts";
import { Code } from "../ui/verbatim.tsx";
import { CodeBlock } from "./code-block.tsx";
import type { ApiDocument } from "./document.ts";
import { Prose } from "./prose.tsx";
import { exampleCurl } from "./request.ts";
import { START } from "./view.ts";

/** The operation of the first call: it can be sent as it is, and again. */
const FIRST_CALL = "upsertContact";

/** How to make the first call, and what holds for all of them. @param address the absolute address of the API */
export function Introduction({ document, address }: { document: ApiDocument; address: string }) {
  const { title, description, authentication, groups } = document;
  const first = groups.flatMap(({ operations }) => operations).find(({ id }) => id === FIRST_CALL);
  return (
    <div class="introduction" id={START}>
      <h1 tabIndex={-1}>{title}</h1>
      <p class="lead">
        Your own software creates and reads contacts, conversations and tickets of one property, over JSON at{" "}
        <Code>{address}</Code>.
      </p>
      {first && (
        <>
          <h2>Make the first call</h2>
          <ol>
            <li>
              <p>
                In the <a href={`${BASE}/dashboard/`}>dashboard</a>, open Settings → API keys and create a key
                with the scope <Code>{first.scope}</Code>. It is shown once.
              </p>
            </li>
            <li>
              <p>Put it into a variable of your terminal:</p>
              <CodeBlock title="Terminal" text="export FOYER_KEY=foyer_…" what="line" />
            </li>
            <li>
              <p>Create a contact. The same call again changes nothing, so it is safe to repeat:</p>
              <CodeBlock title="Request" text={exampleCurl(first, address)} what="request" />
              <CodeBlock
                title={`Answer ${first.answer.status}`}
                text={JSON.stringify(first.answer.example, null, 2)}
                what="answer"
              />
            </li>
          </ol>
          <p>
            Without a terminal: paste the key at the top of this page, and{" "}
            <a href={`#${first.id}`}>try it here</a>. The page forgets the key when it is closed.
          </p>
        </>
      )}
      <Prose text={description} />
      <h2>Keys and scopes</h2>
      <Prose text={authentication} />
      <h2>Generate a client</h2>
      <p>
        All of this page is in the OpenAPI 3.1 document at{" "}
        <a href={`${BASE}/api/v1/openapi.json`}>/api/v1/openapi.json</a>, from which generators make clients.
      </p>
    </div>
  );
}
