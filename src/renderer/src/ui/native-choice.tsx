import { NativeSelect, type NativeSelectProps } from '@mantine/core';

interface NativeChoiceProps<Value extends string> extends Omit<NativeSelectProps, 'data' | 'value' | 'onChange'> {
  readonly options: readonly Value[];
  /** The text of an option; the option itself by default. */
  readonly nameOf?: (option: Value) => string;
  readonly value: Value;
  readonly onChange: (option: Value) => void;
}

/** A native select element with named options. */
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
