import type { DemoCheer } from './webinar.ts';

/** Some all the time, and waves of them where a slide is worth it. */
export const cheers: DemoCheer[] = [
  [1, 12, 'heart', 7],
  [14, 16, 'like', 6],
  [32, 4, 'wow', 27],
  [34, 8, 'laugh', 26],
  [36, 10, 'wow', 18],
  [50, 34, 'like', 9],
  [66, 14, 'laugh', 6],
  [82, 6, 'laugh', 7],
  [96, 26, 'like', 14],
  [108, 10, 'clap', 8],
  [128, 16, 'like', 6],
  [146, 4, 'wow', 24],
  [149, 7, 'wow', 46],
  [152, 8, 'laugh', 19],
  [160, 5, 'laugh', 14],
  [170, 30, 'like', 13],
  [184, 8, 'clap', 5],
  [206, 28, 'heart', 9],
  [236, 24, 'like', 15],
  [262, 8, 'clap', 17],
  [268, 11, 'clap', 34],
  [269, 10, 'heart', 19],
];
