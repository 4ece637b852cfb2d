/** Characters that turn the direction of what follows, or hide: https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing */
const DECEIVING = /[\u061C\u180E\u200B-\u200F\u2028-\u202F\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|\p{Cc}/gu;

/** What a stranger wrote, without what would make it look like something else. Shown in a `<bdi>`. */
export const plain = (written: string): string => written.replace(DECEIVING, '');
