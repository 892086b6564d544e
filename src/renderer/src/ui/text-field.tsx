import { PasswordInput, type PasswordInputProps, TextInput, type TextInputProps } from '@mantine/core';

/** A field whose `onChange` receives the text. */
type Typed<Props> = Omit<Props, 'onChange'> & { readonly onChange: (text: string) => void };

/** A single-line text field. */
export function TextField({ onChange, ...props }: Typed<TextInputProps>) {
  return <TextInput {...props} onChange={(event) => onChange(event.currentTarget.value)} />;
}

/** A password field with a button that reveals the text. */
export function SecretInput({ onChange, ...props }: Typed<PasswordInputProps>) {
  return <PasswordInput {...props} onChange={(event) => onChange(event.currentTarget.value)} />;
}
