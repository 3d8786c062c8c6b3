import { isOneOf } from "../platform/database/chunks.ts";
import type { Db } from "../platform/database/open.ts";
import { closeEnded } from "./agent-session.ts";
import type { SessionContext } from "./session-context.ts";
import { isOpen } from "./sockets.ts";

/** Checks in a row that fail before all agents are disconnected: then nobody knows who is still let in. */
const MAX_FAILURES = 30;
/** Close code of RFC 6455, 7.4.1: the server met an unexpected condition. */
const UNEXPECTED_CONDITION = 1011;

/**
 * Closes the connections of agents' sessions that have ended, and of agents who have left a team (R38). Within a process, the
 * event `agent_revoked` does so at once; this notices within seconds what another process has done: the command line, or
 * another server on the same database.
 */
export class AccessCheck {
  readonly #context: Pick<SessionContext, "connections" | "database" | "log">;
  #isRunning = false;
  #failures = 0;

  constructor(context: Pick<SessionContext, "connections" | "database" | "log">) {
    this.#context = context;
  }

  /** Starts a check, unless one is running or no agent is connected. */
  start(): void {
    if (this.#isRunning || !this.#context.connections.agents().length) return;
    this.#isRunning = true;
    this.#check()
      .then(
        () => {
          this.#failures = 0;
        },
        (err: unknown) => this.#failed(err),
      )
      .finally(() => {
        this.#isRunning = false;
      });
  }

  async #check(): Promise<void> {
    const { connections, database } = this.#context;
    const sessions = connections.agents();
    const [live, members] = await Promise.all([
      findLiveSessions(database.read, [...new Set(sessions.map(({ sessionId }) => sessionId))]),
      findMemberships(database.read, [...new Set(sessions.map(({ agent }) => agent))]),
    ]);
    for (const session of sessions) {
      const left = [...session.follows].some(
        ([property, { isMember }]) => isMember && !members.has(`${session.agent} ${property}`),
      );
      if (isOpen(session.socket) && (left || !live.has(session.sessionId))) closeEnded(connections, session);
    }
  }

  #failed(err: unknown): void {
    const { connections, log } = this.#context;
    this.#failures++;
    if (this.#failures < MAX_FAILURES) return;
    log.error({ err }, "agents are disconnected, because the database does not say who is signed in");
    this.#failures = 0;
    for (const { socket } of connections.agents()) socket.close(UNEXPECTED_CONDITION, "please reconnect");
  }
}

async function findLiveSessions(db: Db, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom("agent_sessions")
    .innerJoin("agents", "agents.id", "agent_sessions.userId")
    .select("agent_sessions.id")
    .where("agents.disabled_at", "is", null)
    .where(isOneOf(db, "agent_sessions.id", ids))
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** The memberships of agents, as `AGENT PROPERTY`. */
async function findMemberships(db: Db, agents: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom("memberships")
    .select(["agent_id", "property_id"])
    .where(isOneOf(db, "agent_id", agents))
    .execute();
  return new Set(rows.map((row) => `${row.agent_id} ${row.property_id}`));
}
