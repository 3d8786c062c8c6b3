import type { TestApp } from "./app.ts";
import { uuid } from "./deliveries.ts";

/** The row of a file that was uploaded and that no message has named yet. @returns its ID */
export async function addFile(
  { deps }: Pick<TestApp, "deps">,
  property: string,
  {
    visitor = null,
    agent = null,
    name = "photo.png",
  }: { visitor?: string | null; agent?: string | null; name?: string },
): Promise<string> {
  const id = uuid();
  const file = { name, type: "image/png", size: 3, width: 1, height: 2, created_at: deps.now() };
  const row = {
    ...file,
    property_id: property,
    id,
    conversation_id: null,
    visitor_id: visitor,
    agent_id: agent,
  };
  await deps.database.write((tx) => tx.insertInto("files").values(row).execute());
  return id;
}
