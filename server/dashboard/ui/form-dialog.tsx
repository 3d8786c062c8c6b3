import { Dialog } from "./dialog.tsx";
import { Form, type FormProps } from "./form.tsx";

interface FormDialogProps extends Omit<FormProps, "onCancel" | "foot"> {
  readonly title: string;
  readonly onClose: () => void;
}

/** A dialog with a form. */
export function FormDialog({ title, onClose, ...form }: FormDialogProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      <Form {...form} onCancel={onClose} />
    </Dialog>
  );
}
