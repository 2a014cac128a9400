import { pageAssets } from '../../render/page/assets.ts';
import type { OpenOperation } from '../operation.ts';
import { HttpError } from '../problem.ts';
import { answerRepresentation } from '../representation.ts';
import { nameContent } from '../validators.ts';

/** Style sheet and script of the pages: a file's name tells its content, so that it may be kept for ever. */
export const readAsset: OpenOperation = {
  id: 'readAsset',
  access: 'anybody',
  method: 'GET',
  path: 'assets/{name}',
  summary: 'Gives a style sheet or a script of the pages.',
  pathParameters: { name: 'As the page names it.' },
  answers: {
    200: {
      description: 'The file, for ever the same.',
      content: { 'text/css': undefined, 'text/javascript': undefined },
    },
  },
  async answer(question) {
    const { name = '' } = question.path;
    const asset = pageAssets.get(name);
    if (!asset)
      throw new HttpError(
        'notFound',
        'There is no such file.',
        'Load the page again: a new release has new files.',
      );
    const answer = await answerRepresentation(question, {
      name: nameContent('asset', name),
      contentType: asset.contentType,
      fileName: name,
      isInline: true,
      isExact: true,
      make: async () => asset.body,
    });
    return {
      ...answer,
      headers: {
        ...answer.headers,
        Vary: 'Accept-Encoding',
        'Cache-Control': 'public, max-age=31536000, immutable',
      },
    };
  },
};
