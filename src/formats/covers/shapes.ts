/** Every cover is drawn on the same canvas, 16:9. */
export const WIDTH = 1200;
export const HEIGHT = 675;

/** One decimal is enough for a picture and keeps it small. */
export function round(value: number): number {
  return Number(value.toFixed(1));
}

function opacityAttribute(opacity: number): string {
  return opacity === 1 ? '' : ` opacity="${round(opacity * 100) / 100}"`;
}

export function circle(x: number, y: number, radius: number, fill: string): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="${fill}"/>`;
}

export function ring(x: number, y: number, radius: number, stroke: string, width: number): string {
  return `<circle cx="${round(x)}" cy="${round(y)}" r="${round(radius)}" fill="none" stroke="${stroke}" stroke-width="${width}"/>`;
}

export function ellipse(x: number, y: number, rx: number, ry: number, paint: string): string {
  return `<ellipse cx="${round(x)}" cy="${round(y)}" rx="${round(rx)}" ry="${round(ry)}" ${paint}/>`;
}

export function rect(x: number, y: number, width: number, height: number, fill: string, radius = 0, opacity = 1): string {
  const corners = radius ? ` rx="${radius}"` : '';
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"${corners} fill="${fill}"${opacityAttribute(opacity)}/>`;
}

/** A filled outline. */
export function path(d: string, fill: string, opacity = 1): string {
  return `<path d="${d}" fill="${fill}"${opacityAttribute(opacity)}/>`;
}

/** A line without a filling; `more` is further attributes. */
export function line(d: string, stroke: string, width: number, more = ''): string {
  return `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}"${more && ` ${more}`}/>`;
}

export function group(attributes: string, content: string): string {
  return `<g ${attributes}>${content}</g>`;
}

/** Draws something `count` times, one after the other. */
export function repeat(count: number, draw: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => draw(index)).join('');
}
