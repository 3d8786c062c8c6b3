import { ConversationSummary, Message } from "../../../shared/conversation.ts";
import { newId } from "../../platform/ids.ts";
import { type AgentClient, type SeedWorld, VisitorClient } from "./clients.ts";
import type { SamplePerson } from "./people.ts";

const MINUTE = 60_000;

/** An agent who answers, and the ID by which conversations are assigned to them. */
export interface SampleAgent {
  readonly id: string;
  readonly client: AgentClient;
}

/** A conversation while it is written. */
interface Scene {
  readonly world: SeedWorld;
  readonly property: string;
  readonly agent: SampleAgent;
  readonly colleague: SampleAgent;
  readonly visitor: VisitorClient;
}

const QUESTIONS = [
  "Is the harbour room free from Friday to Sunday?",
  "Können wir unseren Hund mitbringen? 🐕",
  "Bonjour, à quelle heure est le petit-déjeuner ?",
  "هل الغرفة المطلة على البحيرة متاحة في نهاية الأسبوع؟",
  "האם יש חניה ליד הבית?",
  "请问可以晚到吗？大概晚上十一点。",
  "Можно ли арендовать лодку на целый день?",
  "จองโต๊ะริมระเบียงได้ไหมคะ",
  "क्या आपके पास परिवार के लिए कमरा है?",
  "I have booked twice by accident. Can you cancel one of them?\n\nThe numbers are 4711 and 4712.",
] as const;
const ANSWERS = [
  "Yes, it is. Shall I reserve it for you?",
  "Of course! He gets a blanket and a bowl.",
  "From 8 until noon, on the terrace when the sun is out: https://haus-am-steg.example/terrace",
  "Let me check that. One moment, please.",
  "That is no problem; the key will be in the box at the door.",
] as const;
const REPLIES = [
  "Perfect, thank you!",
  "👍",
  "Great. And is there a train in the evening?",
  "Danke!",
] as const;

/** A picture of one pixel. */
const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

async function write(
  { world, property }: Scene,
  { client }: SampleAgent,
  conversation: string,
  text: string,
  kind: "message" | "note" = "message",
): Promise<void> {
  world.pass(2 * MINUTE);
  const id = newId({ now: world.now, random: world.random.bytes });
  const path = `/properties/${property}/conversations/${conversation}/messages`;
  await client.call(Message, "POST", path, { id, text, kind, files: [] });
}

const update = ({ property }: Scene, { client }: SampleAgent, conversation: string, change: object) =>
  client.call(ConversationSummary, "PATCH", `/properties/${property}/conversations/${conversation}`, change);

const reply = async ({ world, visitor }: Scene, conversation: string, text: string, files: string[] = []) => {
  world.pass(MINUTE);
  await visitor.send({ kind: "message", conversation, text, files });
};

const rate = (visitor: VisitorClient, conversation: string, rating: "good" | "bad", text: string) =>
  visitor.send({ kind: "rating", conversation, rating, text });

const ask = (scene: Scene, form: "pre_chat" | "offline" = "pre_chat", shownFor?: number) =>
  scene.visitor.submit(form, scene.world.random.pick(QUESTIONS), scene.visitor.person.email, shownFor);

const answer = (scene: Scene, conversation: string, agent = scene.agent) =>
  write(scene, agent, conversation, scene.world.random.pick(ANSWERS));

/** Each kind of conversation. They take turns, so that even a few conversations show all of them. */
const KINDS: readonly [(scene: Scene) => Promise<void>, ...((scene: Scene) => Promise<void>)[]] = [
  async function waiting(scene) {
    await ask(scene);
  },
  async function open(scene) {
    const conversation = await ask(scene);
    await answer(scene, conversation);
    await reply(scene, conversation, scene.world.random.pick(REPLIES));
  },
  async function closedAndRatedGood(scene) {
    const conversation = await ask(scene);
    await answer(scene, conversation);
    await reply(scene, conversation, "Perfect, thank you!");
    await update(scene, scene.agent, conversation, { status: "closed" });
    await rate(scene.visitor, conversation, "good", "Quick and friendly.");
  },
  async function ticket(scene) {
    await ask(scene, "offline");
  },
  async function answeredTicket(scene) {
    const conversation = await ask(scene, "offline");
    scene.world.pass(180 * MINUTE);
    await answer(scene, conversation);
    await update(scene, scene.agent, conversation, { status: "solved" });
  },
  async function ticketThatGoesOn(scene) {
    const conversation = await ask(scene, "offline");
    await update(scene, scene.agent, conversation, { priority: "high", subject: "Two bookings" });
    await answer(scene, conversation);
    await update(scene, scene.agent, conversation, { status: "closed" });
    scene.world.pass(600 * MINUTE);
    await reply(scene, conversation, "It happened again.");
  },
  async function suspicious(scene) {
    await ask(scene, "pre_chat", 10);
  },
  async function withFile(scene) {
    const conversation = await ask(scene);
    const picture = await scene.visitor.upload("jetty.png", Uint8Array.from(Buffer.from(PIXEL, "base64")));
    const list = await scene.visitor.upload("Gäste.csv", "Name,Nights\nAnn,2\nBen,3\n");
    await reply(scene, conversation, "Here is the picture, and the list of guests.", [picture, list]);
    await write(scene, scene.agent, conversation, "The invoice of last year is still open.", "note");
    await answer(scene, conversation);
  },
  async function longAndAssigned(scene) {
    const conversation = await ask(scene);
    for (let turn = 0; turn < 6; turn++) {
      await answer(scene, conversation);
      await reply(scene, conversation, scene.world.random.pick(REPLIES));
    }
    await update(scene, scene.agent, conversation, { assignee: scene.colleague.id });
    await answer(scene, conversation, scene.colleague);
  },
  async function endedAndRatedBad(scene) {
    const conversation = await ask(scene);
    scene.world.pass(10 * MINUTE);
    await scene.visitor.send({ kind: "end", conversation });
    await rate(scene.visitor, conversation, "bad", "Nobody answered.");
  },
  async function claimedDevice(scene) {
    await ask(scene);
    // the same person on a second browser, known only by the e-mail that was typed (R12)
    const second = new VisitorClient(scene.world, scene.property, scene.visitor.person);
    await second.visit();
    await second.submit("pre_chat", "It is me again, from my phone.", scene.visitor.person.email);
  },
];

/** How many conversations show every kind. */
export const CONVERSATION_KINDS = KINDS.length;

/**
 * Writes a conversation with each person, in the order of time.
 *
 * @param pause between the beginnings of two conversations, ms
 */
export async function seedConversations(
  world: SeedWorld,
  property: string,
  people: readonly SamplePerson[],
  team: { readonly agent: SampleAgent; readonly colleague: SampleAgent },
  pause: number,
): Promise<void> {
  for (const [index, person] of people.entries()) {
    const next = world.now() + pause;
    const visitor = new VisitorClient(world, property, person);
    await visitor.visit();
    const kind = KINDS[index % KINDS.length] ?? KINDS[0];
    await kind({ world, property, ...team, visitor });
    world.pass(Math.max(0, next - world.now()));
  }
}
