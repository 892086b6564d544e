import { useCallback, useEffect, useSyncExternalStore } from 'react';

/** The part of the address after `#`: a path, and parameters after a `?`. */
export interface HashLocation {
  readonly path: string;
  readonly params: URLSearchParams;
}

function split(hash: string): HashLocation {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?');
  return { path: `/${path}`, params: new URLSearchParams(query) };
}

function join(path: string, params: URLSearchParams): string {
  const query = params.toString();
  return query === '' ? `#${path}` : `#${path}?${query}`;
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
}

function go(href: string, replace: boolean): void {
  if (href === location.hash) return;
  history[replace ? 'replaceState' : 'pushState'](null, '', href);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

/** Parameters that are kept on navigation. */
const STICKY_PARAMS = ['node'] as const;

/**
 * The address of a page, which keeps the selected node.
 * @param path like `/hardware`
 * @param params further parameters of that page
 */
export function hrefTo(path: string, params: Readonly<Record<string, string>> = {}): string {
  const kept = new URLSearchParams();
  const current = split(location.hash).params;
  for (const name of STICKY_PARAMS) {
    const value = current.get(name);
    if (value !== null) kept.set(name, value);
  }
  for (const [name, value] of Object.entries(params)) kept.set(name, value);
  return join(path, kept);
}

/** Navigates to a page, keeping the selected node. */
export function goTo(path: string, params: Readonly<Record<string, string>> = {}): void {
  go(hrefTo(path, params), false);
}

/** The current path for wouter's Router, without parameters, so that routes match the path alone. */
export function useHashPath(): [string, (path: string, options?: { readonly replace?: boolean }) => void] {
  const path = useSyncExternalStore(subscribe, () => split(location.hash).path);
  const navigate = useCallback((to: string, options?: { readonly replace?: boolean }) => {
    go(hrefTo(to), options?.replace === true);
  }, []);
  return [path, navigate];
}

/** Redirects addresses of earlier versions, with their parameters. */
export function useRedirects(moved: Readonly<Record<string, string>>): void {
  const [path] = useHashPath();
  const target = moved[path];
  useEffect(() => {
    if (target === undefined) return;
    const { path: to, params } = split(target);
    for (const [name, value] of split(location.hash).params) params.set(name, value);
    go(join(to, params), true);
  }, [target]);
}

/** A parameter in the address, which survives a reload and can be linked to. `null` removes it. */
export function useHashParam(name: string): [string | null, (value: string | null) => void] {
  const value = useSyncExternalStore(subscribe, () => split(location.hash).params.get(name));
  const set = useCallback(
    (next: string | null) => {
      const { path, params } = split(location.hash);
      if (next === null) params.delete(name);
      else params.set(name, next);
      go(join(path, params), true);
    },
    [name],
  );
  return [value, set];
}
