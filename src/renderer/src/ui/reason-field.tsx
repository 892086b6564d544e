import { TextInput } from '@mantine/core';

interface ReasonFieldProps {
  readonly label: string;
  readonly description?: string;
  readonly maxLength: number;
  readonly value: string;
  readonly onChange: (text: string) => void;
}

/** The field of a dialog that asks why: it has the focus, and the dialog waits for it. */
export function ReasonField({ onChange, ...field }: ReasonFieldProps) {
  return <TextInput {...field} data-autofocus withAsterisk onChange={(event) => onChange(event.currentTarget.value)} />;
}
