import type { Probe } from './probe.ts';

/** What a value means that was read inside a container. */
export const CONTAINER_SHARE = 'A container shows its own share and not the whole machine.';

const MANAGERS =
  /docker|\blxc|libpod|podman|kubepods|containerd|cri-o|crio-|garden|buildkit|machine\.slice\/machine-|systemd-nspawn|\/ecs\/|incus|\/lxd/i;
/** Root folders that container managers put together, each from a storage driver of theirs. */
const CONTAINER_ROOTS = /(?:overlay|aufs|fuse-overlayfs|zfs|btrfs|\S*docker-\S*)/;
/** Where container managers keep the layers of a root folder; systems that start from a stick use overlays too. */
const CONTAINER_LAYERS =
  /docker|containers?\/|containerd|crio|buildkit|podman|overlay2|kubelet|garden|snapshots|\/(?:lxc|lxd|incus)\//i;

function mountOf(mounts: string, folder: string): readonly string[] | null {
  return (
    mounts
      .split('\n')
      .map((line) => line.split(' '))
      .find((fields) => fields[1] === folder) ?? null
  );
}

/** The root folder of a container is an overlay, or a volume named after the container. A system that starts from a stick has one too. */
function isContainerRoot(mounts: string): boolean {
  const root = mountOf(mounts, '/');
  if (root === null || root === undefined) {
    return false;
  }
  const [device = '', , type = '', options = ''] = root;
  if (/^(?:overlay|aufs|fuse\.fuse-overlayfs|fuse-overlayfs)$/.test(type)) {
    return type !== 'overlay' || CONTAINER_LAYERS.test(`${device} ${options}`);
  }
  return CONTAINER_ROOTS.test(device) && /subvol-\d+-disk|\/containers?\/|docker-/.test(device);
}

function isOwnDisk(mounts: string): boolean {
  const root = mountOf(mounts, '/');
  return (
    root !== null && /^\/dev\/(?!mapper\/docker)/.test(root[0] ?? '') && /^(?:ext[34]|xfs|f2fs)$/.test(root[2] ?? '')
  );
}

/**
 * Whether the reader runs inside a container: by what the manager writes down, by its control group, by its root
 * folder and by the files that it lays over the kernel's. Source: docs/hardware.md#containers
 */
export async function isInContainer(probe: Probe): Promise<boolean> {
  if (probe.platform !== 'linux') {
    return false;
  }
  const text = async (path: string) => (await probe.readText(path)) ?? '';
  const [root, run, manager, mounts, groups, initGroups, environment, account, dev, vz, bc, host] = await Promise.all([
    probe.list('/'),
    probe.list('/run'),
    text('/run/systemd/container'),
    text('/proc/self/mounts'),
    text('/proc/self/cgroup'),
    text('/proc/1/cgroup'),
    text('/proc/1/environ'),
    probe.list('/var/run/secrets/kubernetes.io/serviceaccount'),
    probe.list('/dev'),
    probe.list('/proc/vz'),
    probe.list('/proc/bc'),
    text('/run/host/container-manager'),
  ]);
  const isNamed = `${manager} ${host}`.trim() !== '' && !/wsl/i.test(manager);
  const variable = /(?:^|\0)container=([^\0]+)/.exec(environment)?.[1];
  return (
    isNamed ||
    (variable !== undefined && !/wsl/i.test(variable)) ||
    run?.includes('.containerenv') === true ||
    account !== null ||
    dev?.some((name) => name === '.lxc' || name === '.lxd-mounts' || name === 'lxd' || name === 'incus') === true ||
    (vz !== null && bc === null) ||
    /^(?:lxcfs|\S+) \S+ fuse\.lxcfs /m.test(mounts.replace(/^lxcfs \/var\/lib\/lxcfs fuse\.lxcfs .*$/m, '')) ||
    (!isOwnDisk(mounts) && (MANAGERS.test(initGroups) || MANAGERS.test(groups.replace(/^.*\/user\.slice.*$/gm, '')))) ||
    isContainerRoot(mounts) ||
    (root?.includes('.dockerenv') === true && !isOwnDisk(mounts))
  );
}
