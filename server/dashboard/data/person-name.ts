/** The parts of a person's record that can name them. */
export interface PersonNames {
  readonly id: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone?: string | null;
}

/** The name to show for a person: the name, else the e-mail, else the phone, else the visitor ID. */
export function personName({ id, name, email, phone }: PersonNames): string {
  return name || email || phone || id;
}
