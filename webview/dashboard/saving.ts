// Owns turning a picture into the bytes of a file. Refuses drawing it and writing the file.
import { svgText, type Drawn } from "../../src/core/figures/drawn.ts";

/** Pixels of a PNG for one of the picture. */
const SHARP = 3;

/** The text of an SVG file, or a PNG in base64. Pictures have no style sheet, so nothing is lost on the way. */
export async function pictureContent(kind: "svg" | "png", picture: Drawn): Promise<string> {
  const text = svgText(picture);
  return kind === "svg" ? text : pngOf(text);
}

/** An SVG file as a PNG in base64, sharp enough for print. */
export async function pngOf(text: string): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = SHARP * image.naturalWidth;
  canvas.height = SHARP * image.naturalHeight;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("no canvas");
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").replace(/^data:image\/png;base64,/, "");
}
