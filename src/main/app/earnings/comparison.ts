import { implement } from '@orpc/server';
import type { ComparedMachine } from '#shared/contract/earnings/compared-machine.ts';
import { type ComparedFigures, comparisonContract } from '#shared/contract/earnings/comparison.ts';
import type { TftPrice } from '#shared/contract/earnings/value.ts';
import { MACHINE_TEMPLATES } from '#shared/domain/nodes/machine-templates.ts';
import { bestMachine, cashCourse } from '#shared/domain/earnings/comparison.ts';
import type { AppContext } from '#main/app/context.ts';
import { figuresOfNode } from '#main/app/nodes/farm.ts';
import { findNode } from '#main/app/nodes/find-node.ts';
import { assessMachine } from '#main/app/nodes/templates.ts';
import { readTftPrice } from '#main/app/settings/tft-price.ts';
import { effectiveSettings } from '#main/app/settings/markets-in-use.ts';
import type { Stores } from '#main/store/stores.ts';

function figuresOf(stores: Stores, machine: ComparedMachine, price: TftPrice, nowMs: number) {
  if (machine.kind === 'node') {
    const node = findNode(stores, machine.nodeId);
    const { name, costs } = node;
    const identity = { nodeId: node.id, template: null, name, hardwareUsd: costs.hardwareCostUsd };
    return { ...identity, ...figuresOfNode(stores, node, price, nowMs) };
  }
  const { template, name, hardwareUsd } = machine;
  const architecture = MACHINE_TEMPLATES.find(({ id }) => id === template)?.architecture ?? 'x64';
  const terms = { price, settings: effectiveSettings(stores), plan: undefined, nowMs };
  return { nodeId: null, template, name, hardwareUsd, ...assessMachine({ ...machine, architecture }, terms) };
}

const area = implement(comparisonContract).$context<AppContext>();

export default area.router({
  compare: area.compare.handler(async ({ input, context }) => {
    const stores = await context.stores();
    const nowMs = context.nowMs();
    const tftPrice = readTftPrice(stores);
    const machines = input.machines.map((machine, position): ComparedFigures => {
      const figures = figuresOf(stores, machine, tftPrice, nowMs);
      return { position, ...figures, cash: cashCourse(figures.hardwareUsd, figures.money) };
    });
    return { machines, best: bestMachine(machines), tftPrice };
  }),
});
