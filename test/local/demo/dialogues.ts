/** What contacts and the agent write to each other, turn about; the contact begins. */
export const DIALOGUES: readonly { readonly subject: string; readonly turns: readonly string[] }[] = [
  {
    subject: 'Viewing on Saturday?',
    turns: [
      'Hello Olivia, could I see the flat in Mill Lane on Saturday? Any time after ten.',
      'Hello, Saturday at eleven works well. I will wait at the front door.',
      'Perfect, see you there!',
    ],
  },
  {
    subject: 'Quote for the kitchen doors',
    turns: [
      'Here is the quote for the six doors: 1,840 including fitting.',
      'Thank you. Does that include the handles?',
      'It does. Two weeks from your go-ahead.',
    ],
  },
  {
    subject: 'Les clés du garage',
    turns: [
      'Bonjour Olivia, je n’ai reçu qu’une seule clé du garage. En existe-t-il une deuxième ?',
      'Bonjour, oui : elle est à notre bureau, vous pouvez passer quand vous voulez.',
      'Merci, je passe demain à midi.',
    ],
  },
  {
    subject: 'Deposit',
    turns: [
      'The deposit left my account on Monday. Has it arrived?',
      'It has, thank you. The receipt is on its way.',
      'Great, thanks for being so quick.',
    ],
  },
  {
    subject: 'Broken radiator in the hall',
    turns: [
      'The radiator in the hall stays cold, whatever I set it to.',
      'Sorry about that. A plumber can come on Thursday between nine and twelve.',
      'Thursday is fine, I am at home all morning.',
    ],
  },
];

/** What nobody asked for. */
export const STRANGE_SUBJECTS: readonly string[] = [
  'Up to 60% off, today only',
  'Your parcel arrives tomorrow',
  'A question about your advertisement',
];

/** What is in the mailbox before it is connected. */
export const OLDER_SUBJECTS: readonly string[] = [
  'Contract, signed',
  'Photos of the balcony',
  'Moving in on the first',
  'Invoice 118',
];
