import { inflateRawSync } from 'node:zlib';

/** Names and texts of the files in a zip, by its central directory (APPNOTE.TXT 4.3.12). */
export function unzip(archive: Buffer): Map<string, string> {
  const files = new Map<string, string>();
  let place = archive.readUInt32LE(archive.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16);
  while (archive.readUInt32LE(place) === 0x02014b50) {
    const size = archive.readUInt32LE(place + 20);
    const nameLength = archive.readUInt16LE(place + 28);
    const local = archive.readUInt32LE(place + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const packed = archive.subarray(start, start + size);
    const isDeflated = archive.readUInt16LE(place + 10) === 8;
    const name = archive.toString('utf8', place + 46, place + 46 + nameLength);
    files.set(name, (isDeflated ? inflateRawSync(packed) : packed).toString('utf8'));
    place += 46 + nameLength + archive.readUInt16LE(place + 30) + archive.readUInt16LE(place + 32);
  }
  return files;
}
