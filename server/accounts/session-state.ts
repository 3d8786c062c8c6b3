import type { ExpressionBuilder } from "kysely";
import type { TwoFactorState } from "../../shared/account.ts";
import type { Db } from "../platform/database/open.ts";
import type { Schema } from "../platform/database/schema.ts";
import { statement } from "../platform/database/statement.ts";

/** Whether a property of the agent of the outer query demands two-factor authentication. */
const isDemanded = (eb: ExpressionBuilder<Schema, "agents">) =>
  eb
    .exists(
      eb
        .selectFrom("memberships")
        .innerJoin("properties", "properties.id", "memberships.property_id")
        .select("properties.id")
        .whereRef("memberships.agent_id", "=", "agents.id")
        .where("properties.requires_two_factor", "=", 1),
    )
    .as("isDemanded");

/** The facts that each request looks up of its session. */
const sessionRow = statement((db: Db, { session }: { session: string }) =>
  db
    .selectFrom("agents")
    .innerJoin("agent_sessions", "agents.id", "agent_sessions.userId")
    .select(["agents.twoFactorEnabled", isDemanded])
    .where("agents.disabled_at", "is", null)
    .where("agent_sessions.id", "=", session),
);

interface StateRow {
  readonly twoFactorEnabled: number;
  readonly isDemanded: unknown;
}

/** The state of a session as it is now; null: it has ended. */
export async function findSession(
  db: Db,
  session: string,
): Promise<{ readonly twoFactor: TwoFactorState } | null> {
  const [row] = await sessionRow(db, { session });
  return row ? { twoFactor: toState(row) } : null;
}

/** Whether an agent uses two-factor authentication, or has to. */
export async function readTwoFactorState(db: Db, agent: string): Promise<TwoFactorState> {
  const row = await db
    .selectFrom("agents")
    .select(["agents.twoFactorEnabled", isDemanded])
    .where("agents.id", "=", agent)
    .executeTakeFirst();
  return row ? toState(row) : "off";
}

function toState(row: StateRow): TwoFactorState {
  if (row.twoFactorEnabled) return "on";
  return row.isDemanded ? "required" : "off";
}
