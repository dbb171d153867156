/** Loads a script of the site once. Scripts rather than `fetch`, which browsers refuse for files. */
export function loadScript(address: string): Promise<void> {
  const known = loads.get(address);
  if (known !== undefined) return known;
  const loading = new Promise<void>((resolve, reject) => {
    const script = document.createElement('script');
    script.src = address;
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error(`${address} cannot be loaded`)));
    document.head.append(script);
  });
  loads.set(address, loading);
  return loading;
}

const loads = new Map<string, Promise<void>>();
