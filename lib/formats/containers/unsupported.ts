/** What is packed in a way that is known, but not unpacked here. */
export class Unsupported extends Error {}
