import type { BoardFacts, Fact } from '#shared/contract/hardware/hardware-reading.ts';
import { known, type Probe, unavailable, valueOf } from './probe.ts';
import { asRecord, cleanText } from './sanitise.ts';

const DMI = '/sys/class/dmi/id';

/** The kernel's DMI table needs no command, and shows no serial numbers to an unprivileged user. */
async function linuxBoard(probe: Probe): Promise<Fact<BoardFacts>> {
  const names = await probe.list(DMI);
  if (names === null) {
    const model = cleanText((await probe.readText('/proc/device-tree/model'))?.replace(/\0/g, '') ?? null);
    return model === ''
      ? unavailable('hidden', 'The firmware gives the system no table of maker and model.')
      : known({ ...EMPTY_BOARD, systemModel: model }, 'device tree');
  }
  const field = async (name: string) => cleanText(await probe.readLine(`${DMI}/${name}`));
  const [systemVendor, systemModel, boardVendor, boardModel, biosVendor, biosVersion, biosDate] = await Promise.all([
    field('sys_vendor'),
    field('product_name'),
    field('board_vendor'),
    field('board_name'),
    field('bios_vendor'),
    field('bios_version'),
    field('bios_date'),
  ]);
  return known({ systemVendor, systemModel, boardVendor, boardModel, biosVendor, biosVersion, biosDate }, DMI);
}

const EMPTY_BOARD: BoardFacts = {
  systemVendor: '',
  systemModel: '',
  boardVendor: '',
  boardModel: '',
  biosVendor: '',
  biosVersion: '',
  biosDate: '',
};

async function libraryBoard(probe: Probe): Promise<Fact<BoardFacts>> {
  const answers = await Promise.all([probe.ask('system'), probe.ask('baseboard'), probe.ask('bios')]);
  const [answer] = answers;
  if (answer.state === 'unavailable' && answers.every(({ state }) => state === 'unavailable')) {
    return answer;
  }
  const [system, board, bios] = answers.map((part) => asRecord(valueOf(part)));
  return known(
    {
      systemVendor: cleanText(system?.manufacturer),
      systemModel: cleanText(system?.model),
      boardVendor: cleanText(board?.manufacturer),
      boardModel: cleanText(board?.model),
      biosVendor: cleanText(bios?.vendor),
      biosVersion: cleanText(bios?.version),
      biosDate: cleanText(bios?.releaseDate),
    },
    answer.state === 'known' ? answer.source : 'systeminformation baseboard(), bios()',
  );
}

/** Manufacturer and model of the machine, its board and its firmware. Serial numbers are not read. */
export function readBoard(probe: Probe): Promise<Fact<BoardFacts>> {
  return probe.platform === 'linux' ? linuxBoard(probe) : libraryBoard(probe);
}
