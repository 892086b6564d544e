import { PasswordInput, type PasswordInputProps, TextInput, type TextInputProps } from '@mantine/core';

/** A field that gives the text that was typed. */
type Typed<Props> = Omit<Props, 'onChange'> & { readonly onChange: (text: string) => void };

/** A line of text. */
export function TextField({ onChange, ...props }: Typed<TextInputProps>) {
  return <TextInput {...props} onChange={(event) => onChange(event.currentTarget.value)} />;
}

/** A text that is hidden until the button in its field shows it. */
export function SecretInput({ onChange, ...props }: Typed<PasswordInputProps>) {
  return <PasswordInput {...props} onChange={(event) => onChange(event.currentTarget.value)} />;
}
