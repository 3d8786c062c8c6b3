import { LIVE_CLOSE } from "../../shared/live.ts";
import { listBlocked } from "../contacts/crm/blocks.ts";
import type { SessionContext } from "./session-context.ts";

/**
 * Closes the connections of visitors who have become blocked without a block of their own (R3): their contact was merged with a
 * blocked one, or another server on the same database has blocked them. A block within this process closes them at once.
 */
export class BlockCheck {
  readonly #context: Pick<SessionContext, "connections" | "database" | "log">;
  #isRunning = false;

  constructor(context: Pick<SessionContext, "connections" | "database" | "log">) {
    this.#context = context;
  }

  /** Starts a check, unless one is running or no visitor is connected. */
  start(): void {
    const { connections, database, log } = this.#context;
    const properties = [...connections.propertiesOfVisitors()];
    if (this.#isRunning || !properties.length) return;
    this.#isRunning = true;
    listBlocked(database.read, properties)
      .then((blocked) => {
        for (const property of properties)
          for (const { socket, visitor } of connections.visitorsOf(property))
            if (blocked.has(`${property} ${visitor}`)) socket.close(LIVE_CLOSE.unauthorized, "blocked");
      })
      .catch((err: unknown) => log.error({ err }, "checking which visitors are blocked failed"))
      .finally(() => {
        this.#isRunning = false;
      });
  }
}
