import { useEffect } from "preact/hooks";

/** After a form was sent that needs another look, the focus goes to the first field that does, which says why. */
export function useFaultFocus(): void {
  useEffect(() => {
    const onSubmit = ({ target }: SubmitEvent) => {
      // once the faults are drawn
      requestAnimationFrame(() => {
        const form = target instanceof HTMLElement ? target : null;
        form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
      });
    };
    document.addEventListener("submit", onSubmit);
    return () => document.removeEventListener("submit", onSubmit);
  }, []);
}
