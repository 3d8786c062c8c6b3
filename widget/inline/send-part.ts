/** The part that validates and sends the forms of a page, and shows what becomes of them. */

export { createForm } from "../form/form-controller.ts";
export { faultText } from "../locales/fault-texts.ts";
export { FormNotice } from "../panel/FormNotice.tsx";
export { SubmissionStatus } from "../panel/SubmissionStatus.tsx";
export { default as css } from "./receipt.css?inline";
export { startSending } from "./start-sending.ts";
