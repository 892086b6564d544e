import type { Fact, OsFacts } from '#shared/contract/hardware/hardware-reading.ts';
import { known, type Probe } from './probe.ts';
import { asRecord, cleanText, parseLines } from './sanitise.ts';

function platformOf(platform: NodeJS.Platform): OsFacts['platform'] {
  switch (platform) {
    case 'linux':
      return 'linux';
    case 'win32':
      return 'windows';
    case 'darwin':
      return 'macos';
    default:
      return 'other';
  }
}

/** `/etc/os-release` is sufficient; the library would also resolve the host name and read the machine id. */
async function linuxOs(probe: Probe): Promise<OsFacts | null> {
  const text = (await probe.readText('/etc/os-release')) ?? (await probe.readText('/usr/lib/os-release'));
  const values = parseLines(text ?? '', '=');
  const field = (name: string) => cleanText(values.get(name)?.replace(/^(["'])(.*)\1$/, '$2'));
  const name = field('NAME') || field('PRETTY_NAME');
  return name === ''
    ? null
    : {
        platform: 'linux',
        name,
        release: field('VERSION_ID') || field('BUILD_ID'),
        kernel: cleanText(probe.runtime.kernelRelease),
      };
}

/** The operating system, without host name and machine id. */
export async function readOs(probe: Probe): Promise<Fact<OsFacts>> {
  const linux = probe.platform === 'linux' ? await linuxOs(probe) : null;
  if (linux !== null) {
    return known(linux, '/etc/os-release');
  }
  const answer = await probe.ask('osInfo');
  if (answer.state === 'unavailable') {
    return answer;
  }
  const os = asRecord(answer.value);
  return known(
    {
      platform: platformOf(probe.platform),
      name: cleanText(os.distro),
      release: cleanText(os.release),
      kernel: cleanText(os.kernel),
    },
    answer.source,
  );
}
