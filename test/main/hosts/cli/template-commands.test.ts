import { afterAll, describe, expect, it } from 'vitest';
import { machineTemplateSchema } from '#shared/contract/nodes/templates.ts';
import { MACHINE_TEMPLATES } from '#shared/domain/nodes/machine-templates.ts';
import { jsonOf, runFarmer } from '#test/support/cli.ts';
import { makeTemporaryDirectory } from '#test/support/temporary.ts';

const directory = makeTemporaryDirectory();
afterAll(directory.remove);
const farmer = (...argv: readonly string[]) => runFarmer(argv, directory.path);

interface Machine {
  readonly id: number | null;
  readonly template: string | null;
  readonly eligible: boolean | null;
  readonly watts: string | null;
  readonly money: { readonly state: string; readonly net_usd: string | null };
  readonly price_paid: string | null;
  readonly payback_months: number | null;
}
const compare = async (...argv: readonly string[]) =>
  (jsonOf(await farmer('compare', ...argv, '--json')) as { readonly machines: readonly Machine[] }).machines;

describe('templates', () => {
  // Catches a figure without a source, loaded watts below idle ones, and an id that is there twice.
  it('state where their power draw was measured', () => {
    expect(MACHINE_TEMPLATES.length).toBeGreaterThanOrEqual(25);
    expect(new Set(MACHINE_TEMPLATES.map(({ id }) => id)).size).toBe(MACHINE_TEMPLATES.length);
    for (const template of MACHINE_TEMPLATES) {
      expect(machineTemplateSchema.parse(template)).toEqual(template);
      expect(Number(template.wattsLoaded)).toBeGreaterThan(Number(template.wattsIdle));
      for (const { note } of template.sources) expect(note).toMatch(/\d/);
    }
  });

  it('are found by id, name or a part of it; an ambiguous or unknown text is refused with a hint', async () => {
    for (const name of ['dell-r620', 'Dell PowerEdge R620', 'R620']) {
      expect((await compare('--template', name)).map(({ template }) => template)).toEqual(['dell-r620']);
    }
    const several = await farmer('compare', '--template', 'Dell');
    expect(several).toMatchObject({ code: 2 });
    expect(several.stderr).toMatch(/hint: Choose one of .*dell-r620/);
    expect((await farmer('compare', '--template', 'Cray-1')).stderr).toContain('farmer nodes templates');
    expect(await farmer('compare')).toMatchObject({ code: 2 });
  });

  // Catches a template that brings other money than the same machine once it is planned.
  it('earn what a machine planned from them earns', async () => {
    expect(await farmer('nodes', 'add', 'Mine', '--template', 'r620')).toMatchObject({ code: 0 });
    await farmer('money', 'set', '--tft-price', '0.05');
    const missing = await compare('1', '--template', 'r620');
    expect(missing.map(({ money }) => money.state)).toEqual(['missing', 'missing']);
    await farmer('nodes', 'set', '1', '--tariff', '0.2');
    expect(await farmer('nodes', 'add', 'Small', '--template', 'r620', '--cru', '8')).toMatchObject({ code: 0 });
    const [planned, template] = await compare('1', '--template', 'r620');
    expect(planned).toMatchObject({ id: 1, template: null, eligible: true, money: { state: 'known' } });
    expect(template).toMatchObject({ id: null, eligible: true, watts: planned?.watts, money: { state: 'missing' } });
  });

  // Catches a template whose payback cannot be computed, and a price that reaches another template than its own.
  it('pay back by the given prices, in their order', async () => {
    await farmer('money', 'set', '--tft-price', '0.05', '--tariff', '0.01');
    const [first, second] = await compare('--template', 'r620', 'r630', '--price-paid', '280');
    const net = Number(first?.money.net_usd);
    expect(net).toBeGreaterThan(0);
    expect(first?.payback_months).toBe(Math.ceil(280 / net));
    expect([first?.price_paid, second?.price_paid]).toEqual(['280', null]);
    expect(second?.payback_months).toBeNull();
    const refused = await farmer('compare', '--template', 'r620', '--price-paid', '280', '410');
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('more prices than templates');
  });

  it('are not eligible and earn nothing when they cannot become nodes', async () => {
    expect(await compare('--template', 'raspberry-pi-4')).toMatchObject([{ eligible: false, payback_months: null }]);
  });

  it('are required when a machine has no resources', async () => {
    expect(await farmer('nodes', 'add', 'Nothing', '--cru', '8')).toMatchObject({ code: 2 });
  });
});
