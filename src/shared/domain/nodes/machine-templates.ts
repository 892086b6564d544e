import type { MachineTemplate } from '#shared/contract/nodes/templates.ts';
import { SERVER_TEMPLATES } from './server-templates.ts';
import { machine, top500, watts } from './template-figures.ts';

/**
 * Machines that farmers use, as they are commonly bought. The watts are typical ones with their source: what a machine
 * draws depends on its disks, cards and settings, and a farmer's own meter is better.
 */
export const MACHINE_TEMPLATES: readonly MachineTemplate[] = [
  ...SERVER_TEMPLATES,
  {
    id: 'nuc11atkpe',
    name: 'Intel NUC11ATKPE',
    cpu: 'Pentium Silver N6005',
    ...machine(4, 32, 1000, 0),
    ...watts(3, 26, true),
    sources: [
      {
        title: 'QasimK/arch-desktop, Intel NUC 11 Essential',
        url: 'https://github.com/QasimK/arch-desktop/blob/485a013c1bc440ca908cb06f690cb60128f0e3a6/src/96_nuc11atkpe.md',
        note: 'NUC11ATKPE, plain Arch Linux, Wi-Fi, many BIOS features off: 3.0 W; CPU stress test 25.5 W',
      },
    ],
  },
  {
    id: 'beelink-ser5',
    name: 'Beelink SER5',
    cpu: 'Ryzen 7 5800H',
    ...machine(16, 32, 1000, 0),
    ...watts(10, 75, false),
    sources: [
      {
        title: 'AnandTech, ASRock Industrial 4X4 BOX-5800U review, power',
        url: 'http://www2.anandtech.com/show/17513/asrock-industrial-nuc-box1260p-and-4x4-box5800u-review-alder-lakep-and-cezanne-ucff/8',
        note: 'Load: 4X4 BOX-5800U (same Cezanne silicon, U variant) peaks around 75 W at the wall',
      },
      {
        title: 'AnandTech, ASRock 4X4 BOX-4800U review, power',
        url: 'https://www.anandtech.com/Show/Index/16236?cPage=6&all=False&sort=0&page=11&slug=asrock-4x4-box4800u-renoir-nuc-review',
        note: 'Idle: 4X4 BOX-4800U 10.45 W at the wall',
      },
    ],
  },
  {
    id: 'minisforum-bd770i',
    name: 'Minisforum BD770i',
    cpu: 'Ryzen 7 7745HX',
    ...machine(16, 64, 2000, 0),
    ...watts(18, 122, true),
    sources: [
      {
        title: 'Quindor, Calculating power requirements',
        url: 'https://blog.quindorian.org/2024/10/calculating-power-requirements.html/amp',
        note: 'BD770i, Proxmox, 2 SSDs, no disks, HDPlex 250 W supply: idle 17.5 W, stressed 122 W',
      },
    ],
  },
  {
    id: 'lenovo-m720q',
    name: 'Lenovo ThinkCentre M720q Tiny',
    cpu: 'Core i5-8500T',
    ...machine(6, 32, 1000, 0),
    ...watts(12, 41, false),
    sources: [
      top500('Load: Lenovo M710q Tiny, i5-7400T (35 W class like the T CPUs here), HPL run, 41 W'),
      {
        title: 'pyromeister/homelab, hardware.md',
        url: 'https://github.com/pyromeister/homelab/blob/9d6150c4d9c7b687e157239c81b0ba8373590276/hardware.md',
        note: 'Idle: ThinkCentre M920q Tiny, i7-8700T, 32 GB, about 12 W',
      },
    ],
  },
  {
    id: 'dell-optiplex-7060-micro',
    name: 'Dell OptiPlex 7060/3060 Micro',
    cpu: 'Core i5-8500T',
    ...machine(6, 32, 1000, 0),
    ...watts(10, 41, false),
    sources: [
      top500('Load: Lenovo M710q Tiny, i5-7400T (35 W class like the T CPUs here), HPL run, 41 W'),
      {
        title: 'maxgenson.de, OptiPlex power tweaks',
        url: 'https://www.maxgenson.de/blog/optiplex-power-tweaks',
        note: 'Idle: OptiPlex 3050 Micro with Windows, about 10 W out of the box with monitor (18 W busy, about 5 W tuned)',
      },
    ],
  },
  {
    id: 'raspberry-pi-4',
    name: 'Raspberry Pi 4 Model B',
    cpu: 'BCM2711',
    ...machine(4, 8, 256, 0, 'arm64'),
    ...watts(3, 6, true),
    sources: [
      {
        title: 'chipwired, Raspberry Pi power use',
        url: 'https://chipwired.com/raspberry-pi-power-use',
        note: 'Raspberry Pi 4, household watt meter: idle 3.0 W, high load 6.3 W (no SSD)',
      },
    ],
  },
  {
    id: 'raspberry-pi-5',
    name: 'Raspberry Pi 5',
    cpu: 'BCM2712',
    ...machine(4, 8, 256, 0, 'arm64'),
    ...watts(4, 13, true),
    sources: [
      top500('Load: Raspberry Pi 5 8 GB, HPL run, 12.7 W'),
      {
        title: 'geerlingguy/pi-isp issue 6',
        url: 'https://github.com/geerlingguy/pi-isp/issues/6',
        note: 'Idle: Raspberry Pi 5, 4-5 W',
      },
    ],
  },
];
