import * as z from "zod/mini";
import { Me } from "../../../shared/account.ts";
import { SavedAnswer } from "../../../shared/conversation.ts";
import { InvitationCreated } from "../../../shared/joining.ts";
import { ensureSetupToken } from "../../accounts/set-up.ts";
import { createApp } from "../../app.ts";
import { createDuplicateScan } from "../../contacts/duplicates/duplicate-scan.ts";
import { createSearchIndexer } from "../../contacts/search/indexer.ts";
import { createMessageIndexer } from "../../conversations/search/message-indexer.ts";
import type { Deps } from "../../deps.ts";
import { ImportRunner } from "../../imports/jobs/import-runner.ts";
import { undoHooks } from "../../people/undo-hooks.ts";
import { newId } from "../../platform/ids.ts";
import { createServices } from "../../services.ts";
import { AgentClient, type SeedWorld } from "./clients.ts";
import { type SamplePerson, samplePerson } from "./people.ts";
import { type SeededRandom, seededRandom } from "./random.ts";
import { seedByHand, seedCatalogue, seedDuplicates, seedImport, seedMerges } from "./seed-contacts.ts";
import { CONVERSATION_KINDS, type SampleAgent, seedConversations } from "./seed-conversations.ts";

const DAY = 86_400_000;
/** The sample data begins this long ago, ms; younger than the retention time of 90 days. */
const PERIOD = 60 * DAY;
/** The part of the people who come with the import, and the part who fill in a form. The others are made by hand. */
const IMPORTED = 0.85;
const WITH_CONVERSATION = 0.06;
const DUPLICATES = 6;

export const ADMIN_EMAIL = "admin@example.com";
const COLLEAGUE_EMAIL = "colleague@example.com";

export interface SeedOptions {
  readonly people: number;
  /** The same seed gives the same people, visitor IDs and conversations; secrets, passwords and times differ. */
  readonly seed: number;
  readonly password: string;
}

/**
 * Fills an empty database with a property in use. Everything goes through the HTTP API, so that the data is what the
 * product itself would have written.
 *
 * @returns the ID of the property
 */
export async function seedProperty(deps: Deps, { people, seed, password }: SeedOptions): Promise<string> {
  const world = await createWorld(deps, seededRandom(seed));
  const admin = new AgentClient(world);
  const me = await admin.call(Me, "POST", "/setup", {
    token: await ensureSetupToken(deps),
    name: "Robin Host",
    email: ADMIN_EMAIL,
    password,
    property: { name: "Haus am Steg", timeZone: "Europe/Berlin" },
  });
  const property = me.properties[0]?.id ?? "";
  const at = `/properties/${property}`;
  const agent = { id: me.agent.id, client: admin };
  const colleague = await inviteColleague(world, admin, at, password);

  const all = Array.from({ length: people }, (_, index) => samplePerson(world.random, index));
  const conversations = Math.max(CONVERSATION_KINDS, Math.round(people * WITH_CONVERSATION));
  const [imported, talking, byHand] = split(all, Math.round(people * IMPORTED), conversations);
  await seedSavedAnswers(world, admin, at);
  const tags = await seedCatalogue(admin, at);
  await seedImport(world, admin, at, imported);
  await seedByHand(world, admin, at, byHand, tags);
  await seedMerges(world, admin, at);
  await seedDuplicates(world, admin, at, byHand.slice(0, DUPLICATES).map(renumbered));
  const pause = Math.floor((PERIOD - DAY) / conversations);
  await seedConversations(world, property, talking, { agent, colleague }, pause);
  await createSearchIndexer(deps.database).catchUp();
  await createMessageIndexer(deps.database).catchUp();
  await createDuplicateScan(deps).catchUp();
  return property;
}

/** The app with a clock of its own, seeded choices and no limits. Secrets are made before, from real randomness. */
async function createWorld(deps: Deps, random: SeededRandom): Promise<SeedWorld> {
  const services = await createServices(deps);
  let time = deps.now() - PERIOD;
  const now = () => time;
  const config = { ...deps.config, visitorLimit: 1_000_000, addressLimit: 1_000_000 };
  const seeded = { ...deps, config, now, random: random.bytes };
  const { addressLimit } = await createServices({ ...deps, config });
  return {
    app: await createApp(seeded, {
      ...services,
      ...seeded,
      addressLimit,
      importRunner: new ImportRunner(seeded, undoHooks(seeded)),
    }),
    random,
    now,
    pass: (ms) => {
      time += ms;
    },
  };
}

async function inviteColleague(
  world: SeedWorld,
  admin: AgentClient,
  at: string,
  password: string,
): Promise<SampleAgent> {
  const invitation = { email: COLLEAGUE_EMAIL, role: "agent", byHand: true };
  const { path } = await admin.call(InvitationCreated, "POST", `${at}/invitations`, invitation);
  const client = new AgentClient(world);
  const token = path?.split("/").at(-1);
  const me = await client.call(Me, "POST", `/invitations/${token}`, { name: "Maja Steg", password });
  return { id: me.agent.id, client };
}

async function seedSavedAnswers({ now, random }: SeedWorld, admin: AgentClient, at: string): Promise<void> {
  const answers = {
    hello: "Hello {name}, this is {agent}. How can I help?",
    arrival: "You can arrive from 15:00. Later, the key is in the box at the door.",
    hund: "Hunde sind willkommen! 🐕",
  };
  for (const [shortcut, text] of Object.entries(answers)) {
    const id = newId({ now, random: random.bytes });
    await admin.call(z.optional(SavedAnswer), "PUT", `${at}/saved-answers/${id}`, { id, shortcut, text });
  }
}

/** Splits the people into the first, the next, and the remaining ones. */
function split(all: readonly SamplePerson[], first: number, next: number) {
  return [all.slice(0, first), all.slice(first, first + next), all.slice(first + next)] as const;
}

/** The same person under another e-mail. */
const renumbered = (person: SamplePerson): SamplePerson => ({ ...person, email: `pair.${person.email}` });
