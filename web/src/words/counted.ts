const numbers = new Intl.NumberFormat('en');

/** `1,024`. */
export const numberInWords = (count: number): string => numbers.format(count);

/** `1 mail`, `1,024 mails`; `mailbox` needs its plural told. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${numbers.format(count)} ${count === 1 ? one : many}`;
