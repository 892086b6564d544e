import { MantineProvider } from '@mantine/core';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { createInstance } from 'i18next';
import { I18nextProvider, initReactI18next } from 'react-i18next';
import { useState } from 'react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Column } from '#renderer/ui/columns.tsx';
import { DataTable, type DataTableProps } from '#renderer/ui/data-table.tsx';

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

function ordered(direction: 'ascending' | 'descending') {
  return (
    <MantineProvider>
      <DataTable
        caption="Offers"
        columns={columns}
        rows={OFFERS}
        rowKey={({ id }) => id}
        initialSort={{ columnId: 'id', direction }}
      />
    </MantineProvider>
  );
}

function show(rows: readonly Offer[], props: Partial<DataTableProps<Offer>> = {}) {
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

const firstRow = () => screen.getAllByRole('row')[1]?.dataset['key'];

const OFFERS: readonly Offer[] = [
  { id: 'a', price: '10' },
  { id: 'b', price: null },
  { id: 'c', price: '9' },
  { id: 'd', price: '-1' },
  { id: 'e', price: '9.0000000000000000001' },
  { id: 'f', price: '9' },
];

describe('a data table', () => {
  // Catches decimals ordered as texts or as floats, unknown values first, and equal rows that change places.
  it('sorts decimals exactly, keeps equal rows in place and unknown values last in both directions', () => {
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

  it('starts with the sort order of its page', () => {
    expect(show(OFFERS, { initialSort: { columnId: 'id', direction: 'descending' } })()[0]).toBe('f');
  });

  // Catches a filter that asks for another order and keeps the one before it, or that takes over the reader's own.
  it('follows the sort order of its page until the user chooses one', () => {
    const { rerender } = render(ordered('ascending'));
    rerender(ordered('descending'));
    expect(firstRow()).toBe('f');
    fireEvent.click(screen.getByRole('button', { name: /Price/ }));
    rerender(ordered('ascending'));
    expect(firstRow()).toBe('d');
  });

  // Catches a table of ten thousand rows that draws them all and holds up the page.
  it('renders a small part of many rows and shows their number', () => {
    const order = show(Array.from({ length: 10_000 }, (_, index) => ({ id: `offer ${index}`, price: String(index) })));
    expect(order().length).toBeLessThan(100);
    expect(screen.getByRole('table').getAttribute('aria-rowcount')).toBe('10001');
  });

  it('shows that it is empty', () => {
    show([]);
    expect(screen.getByText('Nothing here yet.')).toBeTruthy();
  });
});

function Selectable({
  offers = OFFERS,
  ...props
}: { readonly offers?: readonly Offer[] } & Partial<DataTableProps<Offer>>) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  return (
    <I18nextProvider i18n={texts}>
      <MantineProvider>
        <DataTable
          caption="Offers"
          columns={columns}
          rows={offers}
          rowKey={({ id }) => id}
          initialSort={{ columnId: 'id', direction: 'descending' }}
          selection={{ selected, onChange: setSelected, nameOf: ({ id }) => id }}
          {...props}
        />
      </MantineProvider>
    </I18nextProvider>
  );
}

const box = (id: string) => screen.getByRole<HTMLInputElement>('checkbox', { name: `Select ${id}` });
const rowOf = (id: string) => box(id).closest('tr') as HTMLElement;
const focused = () => document.activeElement as HTMLElement;
const selected = () =>
  OFFERS.map(({ id }) => id)
    .filter((id) => box(id).checked)
    .join('');

describe('selectable rows', () => {
  // Catches a range taken in the order of the data instead of the order that is seen.
  it('are selected individually, as a range with Shift, and all at once', () => {
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

  // Catches rows that can be reached only by Tab through every box and link of those before them.
  it('are navigated by arrow keys, selected by Space and opened by Enter', () => {
    const opened: string[] = [];
    render(<Selectable onOpen={({ id }) => opened.push(id)} />);
    expect(OFFERS.map(({ id }) => rowOf(id).tabIndex)).toEqual([-1, -1, -1, -1, -1, 0]);
    rowOf('f').focus();
    const press = (key: string, shiftKey = false) => fireEvent.keyDown(focused(), { key, shiftKey });
    press('ArrowDown');
    expect(focused()).toBe(rowOf('e'));
    press(' ');
    press('ArrowDown', true);
    press('ArrowDown');
    expect([focused(), selected()]).toEqual([rowOf('c'), 'de']);
    expect(rowOf('c').tabIndex).toBe(0);
    press('Enter');
    press('Home');
    press('ArrowUp');
    press('Enter');
    press('End');
    press('Enter');
    expect(opened).toEqual(['c', 'f', 'a']);
    press('Escape');
    expect(selected()).toBe('');
  });

  // Catches an arrow key in a price field that leaves its row.
  it('leave the arrow keys to a field in a row', () => {
    const price = (offer: Offer) => <input aria-label={`Price of ${offer.id}`} defaultValue={offer.price ?? ''} />;
    const withField: readonly Column<Offer>[] = columns.map((column) =>
      column.id === 'price' ? { ...column, cell: price } : column,
    );
    render(<Selectable columns={withField} />);
    const field = screen.getByRole('textbox', { name: 'Price of c' });
    field.focus();
    expect(fireEvent.keyDown(field, { key: 'ArrowDown' })).toBe(true);
    expect(document.activeElement).toBe(field);
  });
});

const groupRows: DataTableProps<Offer>['groupRows'] = (rows) => [
  { key: 'low', head: <strong>Below 9</strong> },
  ...rows.filter(({ price }) => Number(price) < 9).map((row) => ({ key: row.id, row })),
  { key: 'high', head: <strong>From 9</strong> },
  ...rows.filter(({ price }) => Number(price) >= 9).map((row) => ({ key: row.id, row })),
];

describe('a table that scrolls with the page', () => {
  it('groups the visible rows, each group in the order of the table', () => {
    const order = show(OFFERS, { scrollsWithPage: true, groupRows, isShown: ({ id }) => id !== 'f' });
    fireEvent.click(screen.getByRole('button', { name: /Price/ }));
    expect(screen.getAllByRole('row').map(({ textContent }) => textContent?.slice(0, 7))).toEqual([
      'OfferPr',
      'Below 9',
      'd-1',
      'b—',
      'From 9',
      'c9',
      'e9.0000',
      'a10',
    ]);
    expect(order()).toEqual(['d', 'b', 'c', 'e', 'a']);
  });

  // Catches a row that is drawn again because another one was selected: that costs a frame of a large table.
  it('renders only the changed row again', () => {
    const drawn: string[] = [];
    const counted: readonly Column<Offer>[] = [
      { id: 'id', header: 'Offer', kind: 'text', value: ({ id }) => id, cell: ({ id }) => (drawn.push(id), id) },
    ];
    render(<Selectable columns={counted} scrollsWithPage />);
    drawn.length = 0;
    fireEvent.click(box('d'));
    expect(drawn).toEqual(['d']);
  });
});
