export { type DeadLetter, deadLetterFrom } from './dead-letter.ts';
export { isSelected, keyText, type LetterSelection } from './letter-selection.ts';
export { type LetterState, letterStates, redrivenLetter } from './letter-states.ts';
export { type RedriveOptions, redriveLetters, redriveOf } from './redrive-letters.ts';
