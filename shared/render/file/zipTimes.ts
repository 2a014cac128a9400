/** Records of a ZIP archive (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16): signatures and offsets. */
const LOCAL = { signature: 0x04034b50, time: 10 } as const;
const CENTRAL = { signature: 0x02014b50, time: 12, lengths: [28, 30, 32], local: 42, size: 46 } as const;
const END = { signature: 0x06054b50, entries: 10, directory: 16, size: 22 } as const;

/** Midnight of 1980-01-01, the first instant that a ZIP archive knows: date in the upper half, time in the lower. */
const FIRST_INSTANT = 0x0021_0000;

/**
 * Takes the times of writing out of a ZIP archive, in place: the same files then give the same bytes, so that what is
 * previewed and what is sent later can be compared.
 * @throws TypeError when it is no archive of this kind (ZIP64, or with a comment)
 */
export function clearTimes(archive: Uint8Array): Uint8Array {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = archive.byteLength - END.size;
  expectSignature(view, end, END.signature);
  let place = view.getUint32(end + END.directory, true);
  for (let entries = view.getUint16(end + END.entries, true); entries > 0; entries--) {
    expectSignature(view, place, CENTRAL.signature);
    const local = view.getUint32(place + CENTRAL.local, true);
    expectSignature(view, local, LOCAL.signature);
    view.setUint32(local + LOCAL.time, FIRST_INSTANT, true);
    view.setUint32(place + CENTRAL.time, FIRST_INSTANT, true);
    const lengths = CENTRAL.lengths.map((offset) => view.getUint16(place + offset, true));
    place += lengths.reduce((sum, length) => sum + length, CENTRAL.size);
  }
  return archive;
}

function expectSignature(view: DataView, place: number, signature: number): void {
  if (place >= 0 && place + 4 <= view.byteLength && view.getUint32(place, true) === signature) return;
  throw new TypeError('the workbook library wrote an archive of another kind');
}
