import { useEffect } from "preact/hooks";

/** After a form is submitted with errors, focuses the first field that has one. */
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
