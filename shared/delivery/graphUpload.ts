import type { Rendering } from '../render/rendering.ts';
import type { GraphClient } from './graphClient.ts';

/** From here on a file is attached by an upload session ("Attach large files to Outlook messages"). */
const LARGE_FILE = 3_000_000;
/** Bytes of a range: less than 4 MB each, in their order. */
const RANGE = 3_000_000;

/** Attaches one file to a draft: in one request, or a large one range by range. */
export async function attachFile(graph: GraphClient, draft: string, file: Rendering): Promise<void> {
  const { fileName: name, contentType, body } = file;
  if (body.byteLength < LARGE_FILE) {
    await graph.request({
      step: 'draft',
      path: `${draft}/attachments`,
      json: {
        '@odata.type': '#microsoft.graph.fileAttachment',
        name,
        contentType,
        contentBytes: Buffer.from(body).toString('base64'),
      },
    });
    return;
  }
  const size = body.byteLength;
  const { uploadUrl } = await graph.requestUpload({
    step: 'draft',
    path: `${draft}/attachments/createUploadSession`,
    json: { AttachmentItem: { attachmentType: 'file', name, contentType, size } },
  });
  for (let start = 0; start < size; start += RANGE) {
    const end = Math.min(start + RANGE, size);
    await graph.putRange({
      url: uploadUrl,
      range: `bytes ${start}-${end - 1}/${size}`,
      body: body.subarray(start, end),
    });
  }
}
