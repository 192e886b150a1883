/** What a picture is uploaded for. */
export type PicturePurpose = 'event' | 'group' | 'avatar';

/** The most that a picture may weigh when it is uploaded, in bytes. */
export const MOST_PICTURE_BYTES = 8 * 1024 * 1024;

/** The widths that a picture is kept in, in pixels; the width stands in its address. */
export const coverWidths = [400, 800, 1600] as const;
export const AVATAR_SIZE = 256;

/** The kinds of file that a picture is kept as: the small one, and the one that every reader knows. */
export const pictureTypes = { avif: 'image/avif', jpg: 'image/jpeg' } as const;
export type PictureType = keyof typeof pictureTypes;

/** Whether an address of a picture can be one of ours. */
export const isPictureType = (extension: string): extension is PictureType => Object.hasOwn(pictureTypes, extension);
