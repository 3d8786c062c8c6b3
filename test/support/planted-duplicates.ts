import type { Details } from "../../shared/contact.ts";

/** Contacts with duplicates among them: invented people, of whom some are there twice. */
export interface PlantedDuplicates {
  readonly contacts: readonly Details[];
  /** The pairs of one person, by their positions in `contacts`, and in which way they differ. */
  readonly pairs: readonly { readonly a: number; readonly b: number; readonly way: string }[];
}

const GIVEN =
  "Robert Elizabeth William Katherine Michael Alexandra Stefan Giuseppe Francisco Tatiana Aleksandr Johannes Heinrich Margarete Wolfgang Susanne Matthias Gabriela Benjamin Nathaniel Josephine Lorenzo Krzysztof Guillaume Mercedes Theodor Veronica Frederick Dimitri Samantha".split(
    " ",
  );
const SHORT: Readonly<Record<string, string>> = {
  Robert: "Bob",
  Elizabeth: "Liz",
  William: "Bill",
  Katherine: "Kate",
  Michael: "Mike",
  Alexandra: "Sandra",
  Stefan: "Steffen",
  Giuseppe: "Beppe",
  Francisco: "Paco",
  Tatiana: "Tanya",
  Aleksandr: "Sasha",
  Johannes: "Hans",
  Heinrich: "Heinz",
  Margarete: "Gretel",
  Wolfgang: "Wolf",
  Susanne: "Susi",
  Matthias: "Matze",
  Gabriela: "Gabi",
  Benjamin: "Ben",
  Nathaniel: "Nate",
  Josephine: "Josie",
  Lorenzo: "Lenz",
  Krzysztof: "Krzysiek",
  Guillaume: "Gui",
  Mercedes: "Merche",
  Theodor: "Theo",
  Veronica: "Ronnie",
  Frederick: "Fred",
  Dimitri: "Mitya",
  Samantha: "Sam",
};
const FAMILY =
  "Walker Müller García Kowalski Petrović Lindqvist Okonkwo Yamamoto Dubois Fitzgerald Hoffmann Castellano Bergström Novotny Schneider Papadakis Oyelaran Thompson Delacroix Weinberger".split(
    " ",
  );
/** Two people each, however alike their names are. */
const TWO_PEOPLE = [
  "Michael Michaela",
  "Christian Christina",
  "Daniel Daniela",
  "Martin Martina",
  "Martin Marvin",
  "Julia Julie",
  "Julia Julian",
  "Andrea Andreas",
  "Simon Simone",
  "Gabriel Gabriele",
  "Stefan Stefanie",
  "Maria Mario",
  "Maria Marta",
  "Maria Marie",
  "Karen Maren",
  "Carina Marina",
  "Laura Lauren",
  "Helena Helene",
  "Jason Mason",
  "Louis Louise",
  "Silvia Silvio",
  "Francesco Francesca",
  "Paula Paulo",
  "Claudia Claudio",
  "Erika Erik",
  "Christine Christian",
  "Tobias Tamara",
  "Hannes Hannah",
] as const;

/** A small repeatable source of numbers from 0 up to 1 (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Everything that a second entry of a person is made from. */
interface Original {
  readonly given: string;
  readonly family: string;
  readonly organization: string;
  readonly n: number;
  readonly next: () => number;
}

type Two = readonly [Details, Details];

/** Swaps two letters in the middle, leaves one out, or doubles one. */
function misspell(word: string, next: () => number): string {
  const at = 2 + Math.floor(next() * (word.length - 4));
  const [before, letter = "", after] = [word.slice(0, at), word[at], word.slice(at + 1)];
  const way = Math.floor(next() * 3);
  if (way === 0 && after[0] !== letter) return `${before}${after[0]}${letter}${after.slice(1)}`;
  return way === 1 ? before + after : before + letter + letter + after;
}

const withoutAccents = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "");
const local = ({ given, family, n }: Original) =>
  withoutAccents(`${given}.${family}${n}`)
    .toLowerCase()
    .replace(/[^a-z\d.]/g, "");

/** The e-mails of two entries that have nothing in common but the name and the company. */
function byName(one: Original, name: string): Two {
  const { given, family, organization, n } = one;
  return [
    { name: `${given} ${family}`, emails: [`${local(one)}@work.example`], organization },
    { name, emails: [`x${n}@home.example`], organization },
  ];
}

/** The ways in which the second entry of a person differs from the first. */
const WAYS: Readonly<Record<string, (one: Original) => Two>> = {
  "short form": (one) => byName(one, `${SHORT[one.given]} ${one.family}`),
  "misspelled given name": (one) => byName(one, `${misspell(one.given, one.next)} ${one.family}`),
  "misspelled family name": (one) => byName(one, `${one.given} ${misspell(one.family, one.next)}`),
  "family name first": (one) => byName(one, `${one.family}, ${one.given}`),
  "without accents": (one) => byName(one, withoutAccents(`${one.given} ${one.family}`).toUpperCase()),
  initial: (one) => byName(one, `${one.given[0]}. ${one.family}`),
  "middle initial": (one) => byName(one, `${one.given} J. ${one.family}`),
  title: (one) => byName(one, `Dr. ${one.given} ${one.family}`),
  "dots of gmail": (one) =>
    byEmail(one, `${local(one)}@gmail.com`, `${local(one).replaceAll(".", "")}@gmail.com`),
  googlemail: (one) => byEmail(one, `${local(one)}@gmail.com`, `${local(one)}@googlemail.com`),
  "tag of gmail": (one) => byEmail(one, `${local(one)}@gmail.com`, `${local(one)}+shop@gmail.com`),
  tag: (one) => byEmail(one, `${local(one)}@mail.example`, `${local(one)}+news@mail.example`),
  "phone in another format": ({ given, family, n }) => [
    { name: `${given} ${family}`, phones: [`+4930${5_000_000 + n}`], emails: [`p${n}@work.example`] },
    { name: given, phones: [`+49030${5_000_000 + n}`], emails: [`q${n}@home.example`] },
  ],
  "same phone": ({ given, family, n }) => [
    { name: `${given} ${family}`, phones: [`+4931${5_000_000 + n}`], emails: [`p${n}@work.example`] },
    { name: given, phones: [`+4931${5_000_000 + n}`], emails: [`q${n}@home.example`] },
  ],
};

function byEmail({ given, family }: Original, first: string, second: string): Two {
  const name = `${given} ${family}`;
  return [
    { name, emails: [first] },
    { name, emails: [second] },
  ];
}

/**
 * Makes invented people, each way of a duplicate `times` times, and as many people who only look like one another:
 * colleagues with near given names, relatives, namesakes in other companies, and colleagues with one switchboard.
 */
export function plantDuplicates(seed: number, times: number): PlantedDuplicates {
  const next = numbers(seed);
  const pick = <T>(list: readonly T[]) => list[Math.floor(next() * list.length)] as T;
  const contacts: Details[] = [];
  const pairs: { a: number; b: number; way: string }[] = [];
  let n = 0;
  for (const [way, make] of Object.entries(WAYS))
    for (let time = 0; time < times; time++) {
      const organization = `Company ${++n}`;
      const two = make({ given: pick(GIVEN), family: pick(FAMILY), organization, n, next });
      pairs.push({ a: contacts.push(two[0]) - 1, b: contacts.push(two[1]) - 1, way });
    }
  for (let time = 0; time < times; time++) {
    for (const near of TWO_PEOPLE) {
      const [family, organization] = [pick(FAMILY), `Company ${++n}`];
      for (const given of near.split(" "))
        contacts.push({ name: `${given} ${family}`, emails: [`${given}${n}@near.example`], organization });
    }
    const organization = `Company ${++n}`;
    const switchboard = [`+4940${5_000_000 + n}`];
    for (let at = 0; at < 4; at++)
      contacts.push({
        name: `${GIVEN[at]} ${FAMILY[at]}`,
        emails: [`${at}.${n}@board.example`],
        phones: switchboard,
        organization,
      });
    for (const place of ["North", "South"])
      contacts.push({
        name: "Eva Braun",
        emails: [`eva.${place}${n}@place.example`],
        organization: `${place} ${n}`,
      });
  }
  return { contacts, pairs };
}
