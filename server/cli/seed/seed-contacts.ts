import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod/mini";
import { Contact } from "../../../shared/contact.ts";
import { Attributes, MergeResult, MergeUndone, Notes, Organization } from "../../../shared/crm.ts";
import { ImportInfo } from "../../../shared/import.ts";
import type { AgentClient, SeedWorld } from "./clients.ts";
import { fullName, ORGANIZATIONS, type SamplePerson } from "./people.ts";

const MINUTE = 60_000;
const Tag = z.object({ id: z.string(), name: z.string() });
const TAGS = ["VIP", "Newsletter", "Regular guest", "Stammgast", "ニュース"] as const;
const NOTES = [
  "Asks for the room with the bath tub.",
  "Allergic to nuts. Tell the kitchen.",
  "Called on Monday: comes with two children.",
  "Prefers to be answered in French.",
] as const;
/** Each pair is one person, written down twice. */
const SAME_PERSON = [
  ["Katharina Brandt", "Kathi Brandt"],
  ["Robert Steinfeld", "Bob Steinfeld"],
  ["Елена Смирнова", "Elena Smirnova"],
  ["王小明", "Wang Xiaoming"],
] as const;

/**
 * Defines the attributes, and makes the organizations and tags of the property.
 *
 * @returns the IDs of the tags
 */
export async function seedCatalogue(admin: AgentClient, at: string): Promise<string[]> {
  const attributes = [
    { key: "stays", label: "Stays", type: "number", choices: [], position: 0 },
    {
      key: "room",
      label: "Favourite room",
      type: "choice",
      choices: ["Harbour", "Garden", "Attic"],
      position: 1,
    },
    { key: "birthday", label: "Birthday", type: "date", choices: [], position: 2 },
  ];
  for (const { key, ...definition } of attributes)
    await admin.call(Attributes, "PUT", `${at}/attributes/${key}`, definition);
  for (const organization of ORGANIZATIONS)
    await admin.call(Organization, "POST", `${at}/organizations`, organization);
  const tags: string[] = [];
  for (const name of TAGS) tags.push((await admin.call(Tag, "POST", `${at}/tags`, { name })).id);
  return tags;
}

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** A file of contacts in which a few rows must be refused or repeat others, so that the report has something to say. */
function contactsFile({ random }: SeedWorld, people: readonly SamplePerson[]): string {
  const rows = people.map((person) => {
    // in this column, a semicolon separates organizations and quotation marks hold a name together
    const organization = person.organization?.includes(",")
      ? `"${person.organization}"`
      : person.organization;
    return [
      fullName(person),
      person.email,
      person.phone ?? "",
      organization ?? "",
      random.chance(0.3) ? random.pick(TAGS) : "",
      random.chance(0.1) ? random.pick(NOTES) : "",
      random.chance(0.5) ? String(random.integer(30)) : "",
      random.chance(0.3) ? random.pick(["Harbour", "Garden", "Attic"]) : "",
      "blue",
    ];
  });
  const [first] = rows;
  const faulty = [
    ["No address", "not an e-mail", "", "", "", "", "", "", ""],
    ["Letters in the phone", "", "+49 call me", "", "", "", "", "", ""],
    ...(first ? [first] : []),
  ];
  const header = "Name,E-mail,Phone,Organizations,Tags,Notes,Stays,Favourite room,Colour";
  return `${header}\n${[...rows, ...faulty].map((row) => row.map(cell).join(",")).join("\n")}\n`;
}

/** Imports people from a CSV file: upload, dry run, import. */
export async function seedImport(
  world: SeedWorld,
  admin: AgentClient,
  at: string,
  people: readonly SamplePerson[],
): Promise<void> {
  const file = contactsFile(world, people);
  const { id, mapping } = await admin.upload(ImportInfo, `${at}/imports`, "guests-2024.csv", file);
  const waitFor = async (wanted: ImportInfo["state"]) => {
    for (;;) {
      const { state } = await admin.call(ImportInfo, "GET", `${at}/imports/${id}`);
      if (state === wanted) return;
      if (state === "failed") throw new Error("The import of the sample data failed");
      await pause(20);
    }
  };
  await admin.call(ImportInfo, "POST", `${at}/imports/${id}/check`, { mapping });
  await waitFor("checked");
  await admin.call(ImportInfo, "POST", `${at}/imports/${id}/start`);
  await waitFor("done");
}

/** @returns the ID of the new contact */
async function addContact(
  admin: AgentClient,
  at: string,
  { firstName, lastName, email, phone, organization }: Omit<SamplePerson, "language" | "timeZone">,
): Promise<string> {
  const { id } = await admin.call(Contact, "POST", `${at}/contacts`, {
    firstName,
    lastName,
    emails: [email],
    phones: phone ? [phone] : [],
    ...(organization && { organization }),
    anyway: true,
  });
  return id;
}

/** Makes people by hand, some of them with tags and notes. */
export async function seedByHand(
  { pass, random }: SeedWorld,
  admin: AgentClient,
  at: string,
  people: readonly SamplePerson[],
  tags: readonly string[],
): Promise<void> {
  for (const [index, person] of people.entries()) {
    pass(MINUTE);
    const contact = await addContact(admin, at, person);
    if (index % 4 === 0)
      await admin.call(Contact, "PUT", `${at}/contacts/${contact}/tags`, {
        tags: tags.slice(0, 1 + random.integer(tags.length)),
      });
    if (index % 5 === 0)
      await admin.call(Notes, "POST", `${at}/contacts/${contact}/notes`, { text: random.pick(NOTES) });
  }
}

/** Merges pairs of contacts, and undoes the last merge. */
export async function seedMerges({ pass }: SeedWorld, admin: AgentClient, at: string): Promise<void> {
  const merges: string[] = [];
  for (const [index, pair] of SAME_PERSON.entries()) {
    pass(MINUTE);
    const contacts: string[] = [];
    for (const [side, name] of pair.entries()) {
      const [firstName = "", lastName = ""] = name.split(" ");
      const email = `pair.${index}.${side}@mail.example`;
      contacts.push(
        await addContact(admin, at, { firstName, lastName, email, phone: null, organization: null }),
      );
    }
    const { merge } = await admin.call(MergeResult, "POST", `${at}/contacts/merge`, { contacts });
    if (merge) merges.push(merge);
  }
  const last = merges.at(-1);
  if (last) await admin.call(MergeUndone, "POST", `${at}/merges/${last}/undo`);
}

/** Makes pairs of contacts who share a phone, which the scan for duplicates suggests to agents (R9). */
export async function seedDuplicates(
  { pass }: SeedWorld,
  admin: AgentClient,
  at: string,
  people: readonly SamplePerson[],
): Promise<void> {
  for (const [index, person] of people.entries()) {
    pass(MINUTE);
    const phone = `+4989${5_550_000 + index}`;
    await addContact(admin, at, { ...person, phone });
    await addContact(admin, at, { ...person, phone, email: `home.${person.email}`, organization: null });
  }
}
