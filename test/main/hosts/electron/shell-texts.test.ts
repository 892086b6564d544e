import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figureLines } from '#main/hosts/electron/tray/figure-texts.ts';
import { digestNoticeOf, noticeOf, resolvedNoticeOf } from '#main/hosts/electron/notices/notice-texts.ts';
import { loadShellLanguage } from '#main/hosts/electron/texts.ts';
import { readTrayFigures, TRAY_STATES } from '#main/hosts/electron/tray/tray-figures.ts';
import type { RecorderInfo, UptimeSummary } from '#shared/contract/uptime/uptime.ts';
import { NOTIFICATION_KINDS } from '#shared/domain/notifications/kinds.ts';
import { readSourceStrings } from '#test/support/source-strings.ts';

const CATALOGUE = join(import.meta.dirname, '../../../../src/shared/texts');
const LANGUAGES = readdirSync(CATALOGUE).filter((name) => !name.endsWith('.ts'));
interface ShellFile {
  readonly menu: { readonly quit: string };
}

const t = loadShellLanguage().texts;
const RECORDER: RecorderInfo = { state: 'recording', host: 'desktop', pid: 1, lastBeatAtMs: 1, problem: null };
const ALLOWED_S = 131_544;

type Answer = Pick<UptimeSummary, 'basis' | 'violation' | 'quietSinceS' | 'clockPermille' | 'budget' | 'money'>;

function answer(lowLeftS: number, highLeftS: number, changes: Partial<Answer> = {}): UptimeSummary {
  const known: Answer = {
    basis: 'recorder',
    violation: null,
    quietSinceS: null,
    clockPermille: { low: 999, high: 999 },
    budget: {
      allowedS: ALLOWED_S,
      lostS: { low: 0, high: 0 },
      leftS: { low: lowLeftS, high: highLeftS },
      untilS: 0,
    },
    money: null,
    ...changes,
  };
  return known as UptimeSummary;
}

const reader = { nameOf: () => 'Oak', currency: { code: 'EUR', unitsPerUsd: '0.92' } };

// Catches a translation that the menus, the tray and the notices do not show.
describe.each(LANGUAGES)('the shell in %s', (language) => {
  it('shows the texts of the language', () => {
    const shell = loadShellLanguage();
    shell.use(language);
    const { menu } = JSON.parse(readFileSync(join(CATALOGUE, language, 'shell.json'), 'utf8')) as ShellFile;
    expect(shell.texts('menu.quit')).toBe(menu.quit);
  });
});

describe('names in a dialog or notification', () => {
  // Catches a file whose name turns the question about it around.
  it('show invisible characters', () => {
    expect(t('notifications:core.over', { title: 'a\u202egpj.exe\n' })).toBe(String.raw`Over: a\u202egpj.exe\u000a`);
  });
});

describe('the state of the tray', () => {
  it.each([
    ['all of the budget', answer(ALLOWED_S, ALLOWED_S), RECORDER, 'good'],
    ['a fifth of the budget', answer(26_308, 26_308), RECORDER, 'warning'],
    ['a twentieth of the budget', answer(6577, 6577), RECORDER, 'at-risk'],
    ['a missed target', answer(-1, -1), RECORDER, 'at-risk'],
    ['a violation', answer(ALLOWED_S, ALLOWED_S, { violation: 'ClockSkew' }), RECORDER, 'at-risk'],
    ['a machine that was watched only lately', answer(-90_000, ALLOWED_S), RECORDER, 'unknown'],
    ['little budget left unless the unwatched time was up', answer(20_000, ALLOWED_S), RECORDER, 'warning'],
    ['nothing recorded', answer(0, 0, { basis: 'none' }), RECORDER, 'unknown'],
    ['no recorder', answer(ALLOWED_S, ALLOWED_S), { ...RECORDER, state: 'stopped' }, 'no-recorder'],
    ['a recorder that cannot write', answer(ALLOWED_S, ALLOWED_S), { ...RECORDER, state: 'failing' }, 'no-recorder'],
    ['a recorder in another process', answer(ALLOWED_S, ALLOWED_S), { ...RECORDER, state: 'standby' }, 'good'],
  ] as const)('with %s', (_what, summary, recorder, state) => {
    expect(readTrayFigures(summary, recorder).state).toBe(state);
  });
});

describe('the texts of the shell', () => {
  it('never show 99.96 % as 100 %, nor more TFT than was earned', () => {
    const money = { soFarTft: { low: '12.3499999', high: '12.3499999' } } as UptimeSummary['money'];
    const lines = figureLines(readTrayFigures(answer(ALLOWED_S, ALLOWED_S, { money }), RECORDER), t);
    expect(lines).toEqual([
      'All is well',
      'Uptime 99.9 % of this period',
      '36 h 32 min of downtime left',
      '12.34 TFT so far',
    ]);
  });

  it('show a range when time was not observed', () => {
    const figures = readTrayFigures(answer(0, 7200, { clockPermille: { low: 961, high: 994 } }), RECORDER);
    expect(figureLines(figures, t)).toContain('Uptime 96.1–99.4 % of this period');
    expect(figureLines(figures, t)).toContain('At most 2 h 0 min of downtime left');
  });

  it.each(TRAY_STATES)('name the state %s in words, not only by colour', (state) => {
    const [line] = figureLines({ state, permille: null, leftS: null, earnedTft: null }, t);
    expect(line).not.toContain('tray.');
  });

  it.each(NOTIFICATION_KINDS)('have a title, a text and a page for %s', (kind) => {
    const amounts = { atRiskTft: '617', atRiskUsd: '12.3', tftPriceUsd: '0.02', breakEvenUsd: '0.03', tft: '600' };
    const figures = { leftS: 7260, allowedS: ALLOWED_S, strikes: 1, freeBytes: 10, silentS: 3000, ...amounts };
    const line = { kind, severity: 'high', figures, nodeId: 1 } as const;
    const notice = noticeOf(line, reader, t);
    expect(`${notice.title} ${notice.body}`).not.toMatch(/core\.|\{\{|NaN|undefined|\?/);
    expect(notice.title).toMatch(/^Oak: /);
    expect(notice.route).toMatch(/^\/[a-z]*$/);
    expect(notice.isUrgent).toBe(true);
    const over = resolvedNoticeOf(line, reader, t);
    expect(over).toMatchObject({ isUrgent: false, title: `Over: ${notice.title}` });
  });

  it('combine a digest into one message', () => {
    const line = { kind: 'budget-50', severity: 'low', figures: { leftS: 60 }, nodeId: null } as const;
    const log = [{ ...line, delivery: 'digest' as const }];
    const digest = { kind: 'digest', severity: 'low', nodeId: null } as const;
    expect(digestNoticeOf({ ...digest, figures: { 'budget-50': 1 } }, log, reader, t)).toEqual(
      noticeOf(line, reader, t),
    );
    expect(digestNoticeOf({ ...digest, figures: { 'budget-50': 3 } }, log, reader, t).body).toBe(
      'Half of the downtime budget is used ×3',
    );
  });

  it('fall back to English in a language without a file', () => {
    const language = loadShellLanguage();
    expect(language.use('xx-YY')).toBe(true);
    expect(language.texts('menu.quit')).toBe('Quit Farmer');
    expect(language.use('xx-YY')).toBe(false);
  });
});

// Catches a sentence written into the shell itself: refusals and reasons reach the screen as surely as labels do.
it('are not hard-coded in the sources of the shell', () => {
  const root = join(import.meta.dirname, '../../../../src/main/hosts/electron');
  const sentences = [...readSourceStrings(root)].filter((text) => /^\p{Lu}[^<]* [^<]*[.!?…]$/u.test(text));
  expect(sentences).toEqual([]);
});
