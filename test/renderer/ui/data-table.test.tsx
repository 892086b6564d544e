import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { createInstance } from 'i18next';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { useState } from 'react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Column, DataTable } from '#renderer/ui/data-table.tsx';

interface Offer {
  readonly id: string;
  readonly price: string | null;
}

const columns: readonly Column<Offer>[] = [
  { id: 'id', header: 'Offer', kind: 'text', value: ({ id }) => id },
  { id: 'price', header: 'Price', unit: 'USD', kind: 'number', value: ({ price }) => price },
];
const texts = createInstance();

beforeAll(async () => {
  // This document has no layout: a window of 600 pixels and rows of 36 stand in for it.
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 600 });
  Object.defineProperty(HTMLElement.prototype, 'offsetHeight', { configurable: true, get: () => 36 });
  await texts.use(initReactI18next).init({
    lng: 'en',
    resources: {
      en: {
        common: {
          unknownMark: '—',
          table: {
            none: 'Nothing here yet.',
            actions: 'Actions',
            select: 'Select {{row}}',
            selectAll: 'Select all rows',
          },
        },
      },
    },
  });
});
afterEach(cleanup);

function show(rows: readonly Offer[], props: Partial<Parameters<typeof DataTable<Offer>>[0]> = {}) {
  render(
    <I18nextProvider i18n={texts}>
      <MantineProvider>
        <DataTable caption="Offers" columns={columns} rows={rows} rowKey={({ id }) => id} {...props} />
      </MantineProvider>
    </I18nextProvider>,
  );
  return () =>
    within(screen.getByRole('table'))
      .getAllByRole('rowheader')
      .map(({ textContent }) => textContent);
}

const OFFERS: readonly Offer[] = [
  { id: 'a', price: '10' },
  { id: 'b', price: null },
  { id: 'c', price: '9' },
  { id: 'd', price: '-1' },
  { id: 'e', price: '9.0000000000000000001' },
  { id: 'f', price: '9' },
];

describe('a table of figures', () => {
  // Catches decimals ordered as texts or as floats, unknown values first, and equal rows that change places.
  it('orders decimals exactly, keeps equal rows in place and unknown values last, both ways', () => {
    const order = show(OFFERS);
    expect(order()).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
    const price = screen.getByRole('button', { name: /Price/ });
    fireEvent.click(price);
    expect(order()).toEqual(['d', 'c', 'f', 'e', 'a', 'b']);
    expect(screen.getByRole('columnheader', { name: /Price/ }).getAttribute('aria-sort')).toBe('ascending');
    fireEvent.click(price);
    expect(order()).toEqual(['a', 'e', 'c', 'f', 'd', 'b']);
    expect(screen.getByRole('columnheader', { name: /Price/ }).getAttribute('aria-sort')).toBe('descending');
  });

  it('starts in the order that its page asks for', () => {
    expect(show(OFFERS, { initialSort: { columnId: 'id', direction: 'descending' } })()[0]).toBe('f');
  });

  // Catches a table of ten thousand rows that draws them all and holds up the page.
  it('draws a small part of many rows and says how many there are', () => {
    const order = show(Array.from({ length: 10_000 }, (_, index) => ({ id: `offer ${index}`, price: String(index) })));
    expect(order().length).toBeLessThan(100);
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('10001');
  });

  it('says that it holds nothing', () => {
    show([]);
    expect(screen.getByText('Nothing here yet.')).toBeTruthy();
  });
});

function Selectable() {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return (
    <I18nextProvider i18n={texts}>
      <MantineProvider>
        <DataTable
          caption="Offers"
          columns={columns}
          rows={OFFERS}
          rowKey={({ id }) => id}
          initialSort={{ columnId: 'id', direction: 'descending' }}
          selection={{ selected, onChange: setSelected, nameOf: ({ id }) => id }}
        />
      </MantineProvider>
    </I18nextProvider>
  );
}

const box = (id: string) => screen.getByRole<HTMLInputElement>('checkbox', { name: `Select ${id}` });
const selected = () =>
  OFFERS.map(({ id }) => id)
    .filter((id) => box(id).checked)
    .join('');

describe('rows that can be selected', () => {
  // Catches a range taken in the order of the data instead of the order that is seen.
  it('are selected one by one, from one to another with Shift, and all at once', () => {
    render(<Selectable />);
    fireEvent.click(box('e'));
    fireEvent.click(box('c'), { shiftKey: true });
    expect(selected()).toBe('cde');
    fireEvent.click(box('d'));
    expect(selected()).toBe('ce');
    fireEvent.click(screen.getByRole('checkbox', { name: 'Select all rows' }));
    expect(selected()).toBe('abcdef');
    fireEvent.click(screen.getByRole('checkbox', { name: 'Select all rows' }));
    expect(selected()).toBe('');
  });

  it('are gone through and selected by the arrow keys, and cleared by Escape', () => {
    render(<Selectable />);
    fireEvent.click(box('f'));
    box('f').focus();
    fireEvent.keyDown(box('f'), { key: 'ArrowDown' });
    expect(document.activeElement).toBe(box('e'));
    fireEvent.keyDown(box('e'), { key: 'ArrowDown', shiftKey: true });
    expect(document.activeElement).toBe(box('d'));
    expect(selected()).toBe('df');
    fireEvent.keyDown(box('d'), { key: 'Escape' });
    expect(selected()).toBe('');
  });
});
