// @ts-check
// Sending files, with progress: the one thing that fetch cannot tell.

import { Problem } from "./api.js";

/**
 * Uploads `files`; `progress` hears the share sent so far, from 0 to 1.
 * @param {Iterable<File>} files
 * @param {(share: number) => void} progress
 * @returns {Promise<{documents: {source: string}[], refused: Record<string, string>}>}
 */
export function upload(files, progress) {
  const body = new FormData();
  for (const file of files) body.append("file", file);
  const request = new XMLHttpRequest();
  request.open("POST", "/documents");
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (event) => progress(event.loaded / event.total));
  return new Promise((resolve, reject) => {
    request.addEventListener("load", () => {
      const reply = parsed(request.responseText);
      if (request.status < 400 && reply) resolve(reply);
      else
        reject(new Problem(reply?.detail ?? `The upload failed (${request.status}). Try again.`));
    });
    request.addEventListener("error", () => {
      reject(
        new Problem("The upload did not arrive. Check that Quoth is running, then try again."),
      );
    });
    request.send(body);
  });
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
