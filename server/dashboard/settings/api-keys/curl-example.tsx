import { BASE } from "../../data/base-path.ts";
import { t } from "../../i18n/translate.ts";
import { CodeSnippet } from "../code-snippet.tsx";

/** A first call of the REST API that works as it is, for a key that may write contacts. @param secret null: a placeholder */
export function CurlExample({ secret }: { secret: string | null }) {
  const command = [
    `curl ${location.origin}${BASE}/api/v1/contacts/upsert \\`,
    `  -H "Authorization: Bearer ${secret ?? "YOUR_KEY"}" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  -d '{"name":"Ada Lovelace","emails":["ada@example.com"]}'`,
  ].join("\n");
  return <CodeSnippet code={command} what={t("command")} />;
}
