import {
  EditableRows,
  type ImportCheck,
  ImportInfo,
  ImportList,
  ImportPreview,
  type PreviewRequest,
} from "../../../shared/import.ts";
import type { ReadOptions } from "../../../shared/read-options.ts";
import { apiAddress } from "../data/api-routes.ts";
import type { Client, SentFile } from "../data/client.ts";

/** The calls of imports. */
export function importCalls({ call, upload }: Pick<Client, "call" | "upload">) {
  return {
    imports: (property: string) =>
      call(ImportList, "GET", "/properties/:property/imports", { param: { property } }),
    import: (property: string, id: string) =>
      call(ImportInfo, "GET", "/properties/:property/imports/:id", { param: { property, id } }),
    uploadImport: (
      property: string,
      file: File,
      onProgress: SentFile["onProgress"],
      signal: AbortSignal,
    ): Promise<ImportInfo> =>
      upload(
        ImportInfo,
        "POST",
        "/properties/:property/imports",
        { param: { property } },
        {
          body: file,
          name: file.name,
          onProgress,
          signal,
        },
      ),
    checkImport: (property: string, id: string, check: ImportCheck) =>
      call(ImportInfo, "POST", "/properties/:property/imports/:id/check", {
        param: { property, id },
        json: check,
      }),
    readImport: (property: string, id: string, options: ReadOptions) =>
      call(ImportInfo, "PUT", "/properties/:property/imports/:id/reading", {
        param: { property, id },
        json: options,
      }),
    previewImport: (property: string, id: string, request: PreviewRequest) =>
      call(ImportPreview, "POST", "/properties/:property/imports/:id/preview", {
        param: { property, id },
        json: request,
      }),
    editableRows: (property: string, id: string) =>
      call(EditableRows, "GET", "/properties/:property/imports/:id/editable-rows", {
        param: { property, id },
      }),
    cancelImport: (property: string, id: string) =>
      call(ImportInfo, "POST", "/properties/:property/imports/:id/cancel", { param: { property, id } }),
    startImport: (property: string, id: string) =>
      call(ImportInfo, "POST", "/properties/:property/imports/:id/start", { param: { property, id } }),
    undoImport: (property: string, id: string) =>
      call(ImportInfo, "POST", "/properties/:property/imports/:id/undo", { param: { property, id } }),
  } as const;
}

/** The address of an import's refused rows, as a CSV file (R17). */
export const refusedRowsAddress = (property: string, id: string) =>
  apiAddress("/properties/:property/imports/:id/refused.csv", { property, id });
