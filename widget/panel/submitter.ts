/**
 * A handler for the form's `submit` event and for the click on its button, with which every submission by mouse and
 * keyboard begins: in a frame that must not send forms (`sandbox` without `allow-forms`) there is only the click.
 */
export const submitter = (submit: () => void) => (event: Event) => {
  event.preventDefault(); // after a click that is prevented there is no other event
  submit();
};
