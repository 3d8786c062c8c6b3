/** What submits a form, and shows what becomes of it: it is loaded while a form is shown, or one waits in the outbox. */
export { createForm } from "../form/form-controller.ts";
export { SubmissionStatus } from "./SubmissionStatus.tsx";
