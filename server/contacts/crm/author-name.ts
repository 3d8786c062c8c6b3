import { type RawBuilder, sql } from "kysely";

const PROGRAM_PREFIX = "api:";

/** The author of what a program writes with an API key, in columns that have the IDs of agents. */
export const programAuthorId = (key: string): string => `${PROGRAM_PREFIX}${key}`;

/** Whether an author is a program. */
export const isProgram = (author: string): boolean => author.startsWith(PROGRAM_PREFIX);

/** The name of an author: of an agent, or of a program's API key. Null: neither exists. @param column with the author's ID */
export const authorName = (column: string): RawBuilder<string | null> =>
  sql`coalesce((select agents.name from agents where agents.id = ${sql.ref(column)}), (select api_keys.name from api_keys where ${PROGRAM_PREFIX} || api_keys.id = ${sql.ref(column)}))`;
