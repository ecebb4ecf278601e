/** Lets the browser save a text or a data URL under a name. */
export function saveFile(name: string, mediaType: string, content: string): void {
  const isUrl = content.startsWith("data:");
  const url = isUrl ? content : URL.createObjectURL(new Blob([content], { type: `${mediaType};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  if (!isUrl) setTimeout(() => URL.revokeObjectURL(url), 1000);
}
