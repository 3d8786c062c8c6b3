/** Whether a key press is for an input method; Safari says so by a code alone when it ends the composition. */
export const isComposing = (event: KeyboardEvent): boolean => event.isComposing || event.keyCode === 229;
