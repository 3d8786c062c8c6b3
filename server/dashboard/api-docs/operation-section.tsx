import { Code } from "../ui/verbatim.tsx";
import { CodeBlock } from "./code-block.tsx";
import type { Operation, Schema } from "./document.ts";
import { Method } from "./method.tsx";
import { Inline, Prose } from "./prose.tsx";
import { exampleCurl } from "./request.ts";
import { schemaFields } from "./schema-fields.ts";
import { SchemaTable } from "./schema-table.tsx";
import { TryIt } from "./try-it.tsx";

interface OperationSectionProps {
  readonly operation: Operation;
  /** The schemas that others refer to. */
  readonly schemas: Schema;
  /** The absolute address of the API. */
  readonly address: string;
  readonly readKey: () => string | null;
}

/** An operation: what it does and takes on one side, examples and "Try it" on the other. */
export function OperationSection({ operation, schemas, address, readKey }: OperationSectionProps) {
  const { id, method, path, summary, description, scope, body, answer } = operation;
  const answerFields = schemaFields(answer.schema, schemas);
  return (
    <section id={id} class="operation" aria-labelledby={`${id}-title`}>
      <div class="operation-text">
        <h2 id={`${id}-title`} tabIndex={-1}>
          <a href={`#${id}`}>{summary}</a>
        </h2>
        <p class="endpoint">
          <Method name={method} />
          <Code>/api/v1{path}</Code>
        </p>
        <p class="hint">
          {scope ? (
            <>
              Scope <Code>{scope}</Code>
            </>
          ) : (
            "Any key may."
          )}
        </p>
        {description && <Prose text={description} />}
        <Parameters operation={operation} schemas={schemas} />
        {body && (
          <>
            <h3>Body</h3>
            <SchemaTable
              label={`Body of ${summary}`}
              fields={schemaFields(body.schema, schemas)}
              isInput={true}
            />
          </>
        )}
        {operation.fileType && (
          <>
            <h3>Body</h3>
            <p>
              A file, as <Code>{operation.fileType}</Code>.
            </p>
          </>
        )}
        {answerFields.length > 0 && (
          <details class="more">
            <summary>Fields of the answer</summary>
            <SchemaTable label={`Answer of ${summary}`} fields={answerFields} isInput={false} />
          </details>
        )}
        <Errors errors={operation.errors} />
      </div>
      <div class="operation-code">
        <CodeBlock title="Request" text={exampleCurl(operation, address)} what="request" />
        {operation.fileType ? (
          <p class="hint">This page sends no files: to try it, use the command above.</p>
        ) : (
          <TryIt operation={operation} readKey={readKey} />
        )}
        <CodeBlock
          title={`Answer ${answer.status}`}
          text={JSON.stringify(answer.example, null, 2) ?? ""}
          what="answer"
        />
      </div>
    </section>
  );
}

const LOCATIONS = [
  ["path", "Path parameters"],
  ["query", "Query parameters"],
  ["header", "Headers"],
] as const;

function Parameters({
  operation: { parameters, summary },
  schemas,
}: Pick<OperationSectionProps, "operation" | "schemas">) {
  return (
    <>
      {LOCATIONS.map(([location, title]) => {
        const some = parameters.filter((one) => one.in === location);
        const schema = {
          properties: Object.fromEntries(
            some.map(({ name, schema, description }) => [name, { ...schema, description }]),
          ),
          required: some.filter(({ isRequired }) => isRequired).map(({ name }) => name),
        };
        return (
          some.length > 0 && (
            <div key={location} class="parameters">
              <h3>{title}</h3>
              <SchemaTable
                label={`${title} of ${summary}`}
                fields={schemaFields(schema, schemas)}
                isInput={true}
              />
            </div>
          )
        );
      })}
    </>
  );
}

function Errors({ errors }: Pick<Operation, "errors">) {
  return (
    <details class="more">
      <summary>Errors</summary>
      <dl class="errors">
        {errors.map(({ status, description }) => (
          <div key={status}>
            <dt>{status}</dt>
            <dd>
              {description.split("\n\n").map((one) => (
                <p key={one}>
                  <Inline text={one} />
                </p>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
