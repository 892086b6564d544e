// Draws every icon of the installers and of the tray from resources/icon.svg: node scripts/build-icons.ts
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { CHROMIUM_ARGS, findChromium } from '#test/support/chromium.ts';
import { type IconPicture, packIcns, packIco } from './icon-files.ts';

const RESOURCES = join(import.meta.dirname, '../resources');
const LINUX_SIZES_PX = [16, 24, 32, 48, 64, 128, 256, 512];
const WINDOWS_SIZES_PX = [16, 24, 32, 48, 64, 128, 256];
const MAC_SIZES_PX = [16, 32, 64, 128, 256, 512, 1024];
/** Sides of the tray's pictures in points, by the system that shows them; each is drawn at one and at two pixels a point. */
const TRAY_POINTS = { template: 18, colour: 24 } as const;

/** The tray's states: each differs by the shape of its badge, not by colour alone. */
const TRAY_STATES = {
  good: { colour: '#2a9463', badge: '<path d="M600 776l92 92 188-200" fill="none" stroke-width="96" />' },
  warning: { colour: '#c98f2a', badge: '<path d="M740 560v216M740 880v20" fill="none" stroke-width="112" />' },
  'at-risk': {
    colour: '#cc4737',
    badge: '<path d="M620 600l260 260M880 600L620 860" fill="none" stroke-width="104" />',
  },
  unknown: {
    colour: '#7f8b84',
    badge: '<path d="M636 636c8-132 208-132 208 0 0 92-100 84-100 176M744 904v8" fill="none" stroke-width="96" />',
  },
  'no-recorder': { colour: '#7f8b84', badge: '<path d="M590 740h300" fill="none" stroke-width="112" />' },
} as const;

async function draw(page: Page, svg: string, sizePx: number): Promise<Buffer> {
  await page.setViewportSize({ width: sizePx, height: sizePx });
  const style = 'html,body{margin:0;background:transparent}svg{display:block;width:100vw;height:100vh}';
  await page.setContent(`<!doctype html><style>${style}</style>${svg}`);
  return page.screenshot({ omitBackground: true });
}

/** The mark of the icon with a badge in its lower right corner, cut out of the mark so that both stay readable. */
function traySvg(icon: string, colour: string, badgeColour: string, badge: string): string {
  const mark = /<g id="mark"[^>]*>([\s\S]*?)<\/g>/.exec(icon)?.[1];
  if (mark === undefined) {
    throw new Error('resources/icon.svg holds no group "mark".');
  }
  const stroke = 'stroke-linecap="round" stroke-linejoin="round"';
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="192 168 720 760">
    <mask id="gap"><rect x="0" y="0" width="1200" height="1200" fill="#fff"/><circle cx="740" cy="740" r="250" fill="#000"/></mask>
    <g fill="${colour}" mask="url(#gap)">${mark}</g>
    <g stroke="${badgeColour}" ${stroke}>${badge}</g></svg>`;
}

async function drawAll(page: Page, svg: string, sizesPx: readonly number[]): Promise<readonly IconPicture[]> {
  const pictures: IconPicture[] = [];
  for (const sizePx of sizesPx) {
    pictures.push({ sizePx, png: await draw(page, svg, sizePx) });
  }
  return pictures;
}

async function drawApp(page: Page, icon: string): Promise<void> {
  const folder = join(RESOURCES, 'icons');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { sizePx, png } of await drawAll(page, icon, LINUX_SIZES_PX)) {
    writeFileSync(join(folder, `${sizePx}x${sizePx}.png`), png);
  }
  writeFileSync(join(RESOURCES, 'icon.ico'), packIco(await drawAll(page, icon, WINDOWS_SIZES_PX)));
  writeFileSync(join(RESOURCES, 'icon.icns'), packIcns(await drawAll(page, icon, MAC_SIZES_PX)));
}

async function drawTray(page: Page, icon: string): Promise<void> {
  const folder = join(RESOURCES, 'tray');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [state, { colour, badge }] of Object.entries(TRAY_STATES)) {
    // macOS colours template pictures itself: it wants black with transparency and the ending "Template".
    const kinds = [
      { name: `${state}Template`, svg: traySvg(icon, '#000', '#000', badge), points: TRAY_POINTS.template },
      { name: state, svg: traySvg(icon, '#2a9463', colour, badge), points: TRAY_POINTS.colour },
    ];
    for (const { name, svg, points } of kinds) {
      writeFileSync(join(folder, `${name}.png`), await draw(page, svg, points));
      writeFileSync(join(folder, `${name}@2x.png`), await draw(page, svg, points * 2));
    }
  }
}

const found = await findChromium();
const browser = await chromium.launch({
  executablePath: found.executablePath,
  args: [...CHROMIUM_ARGS],
  env: { ...process.env, ...found.env },
});
try {
  const page = await browser.newPage();
  const icon = readFileSync(join(RESOURCES, 'icon.svg'), 'utf8');
  await drawApp(page, icon);
  await drawTray(page, icon);
} finally {
  await browser.close();
}
