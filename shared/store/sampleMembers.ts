import { gunzipSync, gzipSync } from 'node:zlib';

/**
 * Samples in one blob are gzip members one after the other (RFC 1952 section 2.2), so that `gzip -dc` gives all of
 * them as lines of JSON. Each member's header has an extra field (section 2.3.1.1) with its length and the time of
 * its sample: members are told apart and put in order without unpacking them, and behind a damaged one the next
 * header is found again.
 */
const START = Buffer.from([0x1f, 0x8b, 0x08, 0x04]);
/** Magic, flags, time and system; the length of the extra field; its name, its length; member length and time. */
const HEADER_BYTES = 10 + 2 + 4 + 12;
const GZIP_HEADER_BYTES = 10;
const FIELD_NAME = Buffer.from('PS');
const FIELD_BYTES = 12;

/** A packed sample and when it was taken. */
export interface Member {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly bytes: Buffer;
}

export function packMember(time: number, text: string): Buffer {
  const packed = gzipSync(`${text}\n`).subarray(GZIP_HEADER_BYTES);
  const member = Buffer.alloc(HEADER_BYTES + packed.length);
  START.copy(member);
  member.writeUInt8(0xff, 9);
  member.writeUInt16LE(4 + FIELD_BYTES, 10);
  FIELD_NAME.copy(member, 12);
  member.writeUInt16LE(FIELD_BYTES, 14);
  member.writeUInt32LE(member.length, 16);
  member.writeDoubleLE(time, 20);
  packed.copy(member, HEADER_BYTES);
  return member;
}

/** @returns undefined when the member is damaged: gzip has a checksum of its own */
export function unpackMember({ bytes }: Member): string | undefined {
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch {
    return undefined;
  }
}

/**
 * Takes a blob apart; only members that something foreign follows have to be unpacked for it.
 * @returns the members as they stand, and how many stretches between them are no member
 */
export function splitMembers(blob: Buffer): {
  readonly members: readonly Member[];
  readonly damaged: number;
} {
  const members: Member[] = [];
  let damaged = 0;
  let inMember = true;
  for (let offset = 0; offset < blob.length; ) {
    const member = memberAt(blob, offset);
    if (member !== undefined) {
      members.push(member);
      inMember = true;
      offset += member.bytes.length;
      continue;
    }
    if (inMember) damaged++;
    inMember = false;
    const next = blob.indexOf(START, offset + 1);
    offset = next < 0 ? blob.length : next;
  }
  return { members, damaged };
}

/** The member at a place, when its end is where the next begins, or it is whole although something else follows. */
function memberAt(blob: Buffer, offset: number): Member | undefined {
  if (!isHeader(blob, offset)) return undefined;
  const end = offset + blob.readUInt32LE(offset + 16);
  const member = { time: blob.readDoubleLE(offset + 20), bytes: blob.subarray(offset, end) };
  if (end > blob.length) return undefined;
  if (end === blob.length || isHeader(blob, end)) return member;
  return unpackMember(member) === undefined ? undefined : member;
}

function isHeader(blob: Buffer, offset: number): boolean {
  return (
    offset + HEADER_BYTES <= blob.length &&
    blob.subarray(offset, offset + START.length).equals(START) &&
    blob.subarray(offset + 12, offset + 14).equals(FIELD_NAME) &&
    blob.readUInt16LE(offset + 14) === FIELD_BYTES &&
    blob.readUInt32LE(offset + 16) > HEADER_BYTES &&
    isTime(blob.readDoubleLE(offset + 20))
  );
}

function isTime(time: number): boolean {
  return Number.isInteger(time) && Math.abs(time) <= 8.64e15;
}
