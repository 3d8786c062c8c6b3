import { useLocation } from "preact-iso";
import type { PropertyOfMe } from "../../../shared/account.ts";
import type { ImportInfo } from "../../../shared/import.ts";
import { href, type Route } from "../app/routes.ts";
import { t } from "../i18n/translate.ts";
import { percent } from "../ui/format.ts";
import { EmptyState, LoadError, Skeleton } from "../ui/states.tsx";
import { useTitle } from "../ui/use-title.ts";
import { ColumnsStep } from "./columns-step.tsx";
import { ImportLayout, useForgetTitle } from "./import-layout.tsx";
import { isWorking, stepOf } from "./import-steps.ts";
import { PreviousImports } from "./previous-imports.tsx";
import { ReportStep } from "./report-step.tsx";
import { ReviewStep } from "./review-step.tsx";
import { UploadStep } from "./upload-step.tsx";
import { useImport } from "./use-import.ts";
import { WorkingStep } from "./working-step.tsx";

interface ImportScreenProps {
  readonly property: PropertyOfMe;
  readonly place: Extract<Route, { page: "import" }>;
}

/** Imports contacts from a CSV file in four steps: file, columns, review, import (R16 to R18). */
export function ImportScreen({ property, place }: ImportScreenProps) {
  useForgetTitle();
  if (property.role !== "admin") return <NotForAgents property={property} />;
  if (place.id === null) return <NewImport property={property} />;
  return <OneImport key={place.id} property={property} id={place.id} columns={place.columns} />;
}

const titleIn = ({ name }: PropertyOfMe) => t("Import contacts · {name}", { name });

function NotForAgents({ property }: { property: PropertyOfMe }) {
  useTitle(titleIn(property));
  return (
    <main class="centre" id="main" tabIndex={-1}>
      <EmptyState page icon="lock" title={t("Only admins can import contacts")}>
        <p>{t("Ask an admin of this property to import the file, or to make you an admin.")}</p>
        <a class="button plain" href={href.contacts(property.id)}>
          {t("Back to contacts")}
        </a>
      </EmptyState>
    </main>
  );
}

function NewImport({ property: place }: { property: PropertyOfMe }) {
  const { route } = useLocation();
  useTitle(titleIn(place));
  const property = place.id;
  return (
    <ImportLayout property={property} step="file" title={t("Choose a file")}>
      <UploadStep property={property} onUploaded={({ id }) => route(href.import(property, id))} />
      <PreviousImports property={property} except={null} />
    </ImportLayout>
  );
}

interface OneImportProps {
  readonly property: PropertyOfMe;
  readonly id: string;
  readonly columns: boolean;
}

/** One import, with the step that fits its state. */
function OneImport({ property: place, id, columns }: OneImportProps) {
  const { route } = useLocation();
  const property = place.id;
  const { loaded, retry, change } = useImport(property, id);
  const working = loaded.kind === "ready" && isWorking(loaded.value.state) ? loaded.value : null;
  // the title of the browser tab shows the progress while the admin is in another tab
  useTitle(`${working ? `${percent(working.progress)} · ` : ""}${titleIn(place)}`);
  if (loaded.kind !== "ready")
    return (
      <main class="imports" id="main" tabIndex={-1}>
        <h1 class="unseen">{t("Import contacts")}</h1>
        {loaded.kind === "failed" ? (
          <LoadError failure={loaded.failure} retry={() => void retry()} />
        ) : (
          <Skeleton lines={8} label={t("Loading the import")} />
        )}
      </main>
    );

  const info = loaded.value;
  const onChange = (next: ImportInfo) => {
    change(() => next);
    if (columns) route(href.import(property, id), true);
  };
  const props = { property, info, onChange };
  if (working) return <WorkingStep {...props} />;
  switch (stepOf(info, columns)) {
    case "columns":
      // a file that is read by other options has other columns
      return <ColumnsStep key={JSON.stringify(info.reading.options)} {...props} />;
    case "review":
      return info.state === "failed" ? <ReportStep {...props} /> : <ReviewStep {...props} />;
    default:
      return <ReportStep {...props} />;
  }
}
