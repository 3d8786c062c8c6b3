import { Code } from "../ui/verbatim.tsx";
import { Inline } from "./prose.tsx";
import type { SchemaField } from "./schema-fields.ts";

interface SchemaTableProps {
  /** The accessible name. */
  readonly label: string;
  readonly fields: readonly SchemaField[];
  /** Whether it is said of each field if it is required: in an answer it means little. */
  readonly isInput: boolean;
}

/** The fields of a body or the parameters of a request: one row for each, with the objects around it in its name. */
export function SchemaTable({ label, fields, isInput }: SchemaTableProps) {
  return (
    <table class="schema" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field.parents + field.name}>
            <th scope="row">
              <Code>
                <span class="parents">{field.parents}</span>
                {field.name}
              </Code>
              {isInput && field.isRequired && <span class="required">required</span>}
            </th>
            <td>
              <span class="type">{[field.type, ...field.limits].join(" · ")}</span>
              {field.description && (
                <p>
                  <Inline text={field.description} />
                </p>
              )}
              {field.values.length > 0 && (
                <p class="values">
                  {field.values.map((value) => (
                    <Code key={value}>{value}</Code>
                  ))}
                </p>
              )}
              {field.keyPattern && (
                <p class="pattern">
                  name matches <Code>{field.keyPattern}</Code>
                </p>
              )}
              {field.pattern && (
                <p class="pattern">
                  matches <Code>{field.pattern}</Code>
                </p>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
