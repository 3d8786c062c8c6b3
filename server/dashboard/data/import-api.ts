import { ImportInfo, ImportList, type ImportMapping } from "../../../shared/import.ts";
import { type Call, propertyPath, type SendFile } from "./request.ts";

/** The calls around importing contacts. */
export function importCalls(call: Call, sendFile: SendFile) {
  return {
    imports: (property: string) => call(ImportList, "GET", propertyPath(property, "imports")),
    import: (property: string, id: string) => call(ImportInfo, "GET", propertyPath(property, "imports", id)),
    uploadImport: (
      property: string,
      file: File,
      onProgress: (share: number) => void,
      signal: AbortSignal,
    ): Promise<ImportInfo> =>
      sendFile(ImportInfo, "POST", propertyPath(property, "imports"), {
        body: file,
        name: file.name,
        onProgress,
        signal,
      }),
    checkImport: (property: string, id: string, mapping: ImportMapping) =>
      call(ImportInfo, "POST", propertyPath(property, "imports", id, "check"), { mapping }),
    startImport: (property: string, id: string) =>
      call(ImportInfo, "POST", propertyPath(property, "imports", id, "start")),
    undoImport: (property: string, id: string) =>
      call(ImportInfo, "POST", propertyPath(property, "imports", id, "undo")),
  } as const;
}

/** Where the refused rows of an import are, as a file of their own. */
export const refusedRowsAddress = (property: string, id: string) =>
  `/api${propertyPath(property, "imports", id, "refused.csv")}`;

/** Where all contacts are, in the form that an import takes. */
export const contactsCsvAddress = (property: string) => `/api${propertyPath(property, "contacts.csv")}`;
