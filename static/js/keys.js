// The digits of the keyboard.

/** The digit 1 to 9 that a key stands for, or "": on AZERTY the keys above the letters give & é " without Shift. */
export function digitOf({ key, code, shiftKey, ctrlKey, altKey, metaKey }) {
  if (ctrlKey || altKey || metaKey) return "";
  if (/^[1-9]$/.test(key)) return key;
  return (!shiftKey && /^Digit([1-9])$/.exec(code)?.[1]) || "";
}
