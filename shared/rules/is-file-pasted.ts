/**
 * Whether what is pasted is a file, and not a text. A spreadsheet and a text program add a picture of the text; a file
 * manager adds the file's name.
 */
export function isFilePasted(data: Pick<DataTransfer, "files" | "getData"> | null): boolean {
  const [file] = data?.files ?? [];
  const text = data?.getData("text/plain");
  return !!file && (!text || text.includes(file.name));
}
