/** A telephone or fax number as lists show it: three characters at its beginning, two at its end (Article 19). */
export function maskedNumber(text: string | null): string | null {
  if (text === null) return null;
  const characters = [...text];
  if (characters.length < 8) return '*'.repeat(characters.length);
  return `${characters.slice(0, 3).join('')}${'*'.repeat(characters.length - 5)}${characters.slice(-2).join('')}`;
}

/** An e-mail address as lists show it: the first character, and the domain. */
export function maskedEmail(text: string | null): string | null {
  if (text === null) return null;
  const [first = '', ...rest] = text;
  const domain = rest.lastIndexOf('@');
  return domain < 0 ? `${first}${'*'.repeat(rest.length)}` : `${first}***${rest.slice(domain).join('')}`;
}

/** A value of section 2 as lists show it, by the name of its field; what nobody is called by stays whole. */
export function maskedContact(field: string, value: string | null): string | null {
  if (field === 'phone' || field === 'fax') return maskedNumber(value);
  return field === 'email' ? maskedEmail(value) : value;
}
