import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTexts } from '#renderer/app/i18n.ts';
import type { NumberFieldProps } from '#renderer/ui/field.tsx';
import { setReaderLocale } from '#renderer/ui/format.ts';
import { MoneyInput } from '#renderer/ui/money-input.tsx';
import { WattsInput } from '#renderer/ui/watts-input.tsx';

beforeAll(startTexts);
beforeEach(() => setReaderLocale('en'));
afterEach(() => {
  cleanup();
  setReaderLocale(undefined);
});

describe.each([
  ['watts', WattsInput, 'W', '250', '250'],
  ['money', MoneyInput, 'USD', '1250', '1,250.00'],
] as const)('a field of %s', (_name, Field, unit, value, shown) => {
  function type(text: string): readonly string[] {
    const given: string[] = [];
    const props: NumberFieldProps = { label: 'Amount', value, onChange: (next) => given.push(next) };
    render(
      <MantineProvider>
        <Field {...props} />
      </MantineProvider>,
    );
    const field = screen.getByRole<HTMLInputElement>('textbox', { name: 'Amount' });
    expect(field.value).toBe(shown);
    expect(screen.getByText(unit)).toBeTruthy();
    fireEvent.change(field, { target: { value: text } });
    return given;
  }

  // Catches an emptied field that becomes a zero, from which a figure would be computed.
  it('is unknown once it is emptied, not zero', () => {
    expect(type('')).toEqual(['']);
  });

  it('returns a plain decimal', () => {
    expect(type('1,300.5')).toEqual(['1300.5']);
  });

  // Catches a negative amount that is stored beside a field that shows it as an error.
  it('keeps negative or invalid text in the field with the reason', () => {
    expect(type('-1')).toEqual([]);
    expect(screen.getByRole('textbox').getAttribute('aria-invalid')).toBe('true');
    cleanup();
    expect(type('much')).toEqual([]);
    expect(screen.getByRole('textbox').getAttribute('aria-invalid')).toBe('true');
  });
});
