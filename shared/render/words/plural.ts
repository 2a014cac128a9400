/** A number, and how the reader writes it. */
export interface Figure {
  readonly value: number;
  readonly text: string;
}

/** What is said of each kind of number that a language tells apart (CLDR); `#` stands for the figure. */
export type PluralForms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** Makes the function that says a figure in the form that a language's plural rules ask for. */
export function createPlural(language: string): (figure: Figure, forms: PluralForms) => string {
  const rules = new Intl.PluralRules(language);
  return ({ value, text }, forms) => (forms[rules.select(value)] ?? forms.other).replace('#', () => text);
}
