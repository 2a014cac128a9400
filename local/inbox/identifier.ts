/** Names things in the order of their arrival, `20261123T124501123Z-0001`: sorted by name is sorted by time. */
export function createIdentifiers(): () => string {
  let count = 0;
  return () => {
    count = (count + 1) % 10_000;
    const time = new Date().toISOString().replaceAll(/[-:.]/g, '');
    return `${time}-${String(count).padStart(4, '0')}`;
  };
}

/** When the thing of that name arrived. */
export function arrivalOf(id: string): string {
  return id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z.*$/, '$1-$2-$3T$4:$5:$6.$7Z');
}

/** Newest first. */
export function compareNewest(a: { readonly id: string }, b: { readonly id: string }): number {
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}
