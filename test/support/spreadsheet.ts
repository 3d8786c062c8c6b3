/** The expected result of importing a spreadsheet made here. */
export interface Spreadsheet {
  readonly csv: string;
  readonly rows: number;
  readonly people: number;
  readonly refused: number;
  readonly repeated: number;
}

const FAMILIES = ["Lovelace", "Hopper", "Nguyễn", "García", "O’Neill", "Müller", "Kowalska", "Okafor"];
const FIRST = ["Ada", "Grace", "Linh", "José", "Aoife", "Jürgen", "Zofia", "Chidi", "ليلى", "שרה"];

/**
 * An owner's list of customers as it is in life: a semicolon between the cells, a column that Foyer does not know, notes
 * with line breaks, names from right to left, and mistakes: no name (refused), half an e-mail and words for a phone (left out),
 * people twice.
 */
export function customersWithMistakes(rows: number): Spreadsheet {
  const lines = ["Kundschaft;E-Mail;Handy;Notizen"];
  const counts = { people: 0, refused: 0, repeated: 0 };
  let last = "";
  for (let row = 0; row < rows; row++) {
    const name = `${FIRST[row % 10]} ${FAMILIES[row % 8]} ${row}`;
    const email = `person${row}@example.com`;
    const phone = `+4420${String(70_000_000 + row)}`;
    const note = row % 9 ? "" : `"asked for ""quiet"";\ncame twice"`;
    const line = [name, email, phone, note].join(";");
    if (row % 50 === 7) lines.push([" ", email, phone, note].join(";"));
    else if (row % 50 === 19) lines.push([name, `person${row}@`, phone, note].join(";"));
    else if (row % 100 === 33) lines.push([name, email, "+44 call first", note].join(";"));
    else lines.push(row % 100 === 61 ? last : line);
    if (row % 50 === 7) counts.refused++;
    else if (row % 50 === 19 || row % 100 === 33) counts.people++;
    else if (row % 100 === 61) counts.repeated++;
    else {
      counts.people++;
      last = line;
    }
  }
  return { csv: `\ufeff${lines.join("\r\n")}\r\n`, rows, ...counts };
}
