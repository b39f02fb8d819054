/** What Discord takes, in UTF-16 units where it is text: https://discord.com/developers/docs/resources/message */
export const LIMITS = {
  content: 2000,
  embedTitle: 256,
  embedDescription: 4096,
  embedAuthor: 256,
  embedFooter: 2048,
  fieldName: 256,
  fieldValue: 1024,
  embedTotal: 6000,
  embeds: 10,
  customId: 100,
  buttonLabel: 80,
  buttonsInRow: 5,
  rows: 5,
  selectOptions: 25,
  optionText: 100,
  autocompleteChoices: 25,
  choiceText: 100,
  url: 2048,
  buttonUrl: 512,
} as const;

/**
 * Text that is not a quote, shortened to a limit at a word and marked with “…”. Quotes are never shortened: they go
 * on over pages.
 */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const cut = text.slice(0, limit - 1);
  const space = cut.lastIndexOf(' ');
  // A cut through a surrogate pair would leave half a character.
  return `${(space > limit / 2 ? cut.slice(0, space) : cut.replace(/[\ud800-\udbff]$/, '')).trimEnd()}…`;
}
