import { BASE } from "../../data/base-path.ts";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Code } from "../../ui/verbatim.tsx";

/** A first call of the REST API that works as it is, for a key that may write contacts. @param secret null: a placeholder */
export function CurlExample({ secret }: { secret: string | null }) {
  const command = [
    `curl ${location.origin}${BASE}/api/v1/contacts/upsert \\`,
    `  -H "Authorization: Bearer ${secret ?? "YOUR_KEY"}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"name":"Ada Lovelace","emails":["ada@example.com"]}'`,
  ].join("\n");
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable from the keyboard */}
      <pre class="snippet" tabIndex={0} dir="ltr" translate={false}>
        <Code>{command}</Code>
      </pre>
      <CopyButton text={command} what="command" />
    </>
  );
}
