import { oncePerReading, type Probe } from './probe.ts';

/** Why a value that was read inside a container is not that of the machine. */
export const CONTAINER_SHARE = 'A container shows its own share and not the whole machine.';

const MANAGERS =
  /docker|\blxc|libpod|podman|kubepods|containerd|cri-o|crio-|garden|buildkit|machine\.slice\/machine-|systemd-nspawn|\/ecs\/|incus|\/lxd/i;
/** File systems of container root folders, by storage driver. */
const CONTAINER_ROOTS = /(?:overlay|aufs|fuse-overlayfs|zfs|btrfs|\S*docker-\S*)/;
/** Paths of the layers of a container's root folder; live systems on a USB stick use overlays too. */
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

/**
 * The root folder of a container is an overlay, or a volume named after the container. A live system has an overlay as
 * well.
 */
function isContainerRoot(mounts: string): boolean {
  const root = mountOf(mounts, '/');
  if (root === null || root === undefined) {
    return false;
  }
  const [device = '', , type = '', options = ''] = root;
  if ((type === '9p' && /\btrans=fd\b/.test(options)) || (type === 'virtiofs' && device.startsWith('kata'))) {
    return true;
  }
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

/** The first evidence of a container, or `null`. */
async function findContainer(probe: Probe): Promise<string | null> {
  if (probe.platform !== 'linux') {
    return null;
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
  const variable = /(?:^|\0)container=([^\0]+)/.exec(environment)?.[1] ?? '';
  const isNamed = [manager, host, variable].some((name) => name.trim() !== '' && !/wsl/i.test(name));
  if (
    isNamed ||
    run?.includes('.containerenv') === true ||
    root?.includes('.flatpak-info') === true ||
    (root?.includes('.dockerenv') === true && !isOwnDisk(mounts))
  ) {
    return 'A container manager has written down its name or left its file.';
  }
  if (account !== null) {
    return 'It has the service account of a Kubernetes pod.';
  }
  if (dev?.some((name) => name === '.lxc' || name === '.lxd-mounts' || name === 'lxd' || name === 'incus') === true) {
    return 'It has devices that only a container manager gives.';
  }
  if (vz !== null && bc === null) {
    return 'The kernel shows the guest side of OpenVZ.';
  }
  if (/^(?:lxcfs|\S+) \S+ fuse\.lxcfs /m.test(mounts.replace(/^lxcfs \/var\/lib\/lxcfs fuse\.lxcfs .*$/m, ''))) {
    return 'Files of lxcfs lie over those of the kernel.';
  }
  if (isContainerRoot(mounts)) {
    return 'Its root folder is one that container managers put together.';
  }
  // The container manager itself is a service of the host.
  const others = groups.replace(/^.*\/user\.slice.*$|^\d+:[^:]*:\/system\.slice\/[^/]+\.service$/gm, '');
  const isGrouped = MANAGERS.test(initGroups) || MANAGERS.test(others);
  return isGrouped && !isOwnDisk(mounts) ? 'Its control group is one of a container manager.' : null;
}

/**
 * The evidence that the reader runs inside a container: marker files, its control group, its root folder, and files
 * mounted over those of the kernel. Source: docs/hardware.md#containers
 */
export const containerReason = oncePerReading(findContainer);
