/** CSV cells that a spreadsheet cannot take for a formula. */

/** Text from outside as a cell; numbers and times need no guard. */
export const guarded = (text: string): string =>
  /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
