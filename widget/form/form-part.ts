/** The part that submits a form, and shows the outcome: it is loaded while a form is shown, or one waits in the outbox. */

export { SubmissionStatus } from "../panel/SubmissionStatus.tsx";
export { default as css } from "../panel/submission.css?inline";
export { createForm } from "./form-controller.ts";
