import sharp from 'sharp';

/** A picture of one colour. */
export const picture = (width = 1200, height = 700, colour = '#2f6f4f') =>
  sharp({ create: { width, height, channels: 3, background: colour } });

export const jpegFile = async (bytes?: Buffer, name = 'cover.jpg') =>
  new File([new Uint8Array(bytes ?? (await picture().jpeg().toBuffer()))], name, { type: 'image/jpeg' });

export const fileOf = (bytes: Buffer | string, name: string, type: string) =>
  new File([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)], name, { type });
