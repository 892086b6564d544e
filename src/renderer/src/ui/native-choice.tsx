import { NativeSelect, type NativeSelectProps } from '@mantine/core';

interface NativeChoiceProps<Value extends string> extends Omit<NativeSelectProps, 'data' | 'value' | 'onChange'> {
  readonly options: readonly Value[];
  /** The text of an option; without it the option itself. */
  readonly nameOf?: (option: Value) => string;
  readonly value: Value;
  readonly onChange: (option: Value) => void;
}

/** A choice among named options, drawn by the system. */
export function NativeChoice<Value extends string>({ options, nameOf, onChange, ...select }: NativeChoiceProps<Value>) {
  return (
    <NativeSelect
      {...select}
      data={options.map((option) => ({ value: option, label: nameOf?.(option) ?? option }))}
      onChange={({ currentTarget }) => {
        const chosen = options.find((option) => option === currentTarget.value);
        if (chosen !== undefined) onChange(chosen);
      }}
    />
  );
}
