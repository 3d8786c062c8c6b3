/** The longer side of a picture in a message, CSS pixels. */
export const PICTURE_SIZE = 240;
