import type { Words } from '../en/en.ts';
import { plural } from './plural.ts';

export const message = {
  states: { provisional: 'vorläufig', closed: 'abgeschlossen', held: 'zurückgehalten' },
  incomplete: 'unvollständig',
  sentAgain: (day) => `am ${day} erneut gesendet`,
  leftOut: (files, names) =>
    plural(files, {
      one: `Eine Datei ist für diese Mail zu groß und nicht angehängt: ${names}.`,
      other: `# Dateien sind für diese Mail zu groß und nicht angehängt: ${names}.`,
    }),
  onPage: (link) => `Die Seite des Berichts hat sie: ${link}`,
  askOperator: (command) => `Der Betreiber von Purser kann sie Ihnen geben, mit: ${command}`,
} satisfies Words['message'];
