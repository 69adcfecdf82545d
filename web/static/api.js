// @ts-check
// Talking to the server: JSON both ways, and errors that say what to do.

/** @import { Answer } from "./answer.js" */

/** Why a request came to nothing, in words for the reader. */
export class Problem extends Error {}

/**
 * The JSON that `path` answers with. Throws `Problem`, or why the signal was aborted.
 * @param {string} path
 * @param {{method?: string, json?: unknown, body?: BodyInit, signal?: AbortSignal}} [request]
 * @returns {Promise<any>}
 */
export async function call(path, { method = "GET", json, body, signal } = {}) {
  const headers = new Headers({ Accept: "application/json" });
  if (json !== undefined) headers.set("Content-Type", "application/json");
  const response = await reach(path, {
    method,
    headers,
    signal,
    body: json === undefined ? body : JSON.stringify(json),
  });
  if (response.status === 204) return null;
  const reply = await response.json().catch(() => null);
  if (!response.ok)
    throw new Problem(
      reply?.detail ??
        `The server answered with an error (${response.status}). Try again in a moment.`,
    );
  return reply;
}

/**
 * @param {string} path
 * @param {RequestInit} request
 */
export async function reach(path, request) {
  try {
    return await fetch(path, request);
  } catch {
    request.signal?.throwIfAborted(); // with the reason that was given
    throw new Problem("Quoth cannot be reached. Check that it is running, then try again.");
  }
}

/**
 * An answer to `question`, inside a conversation ("new" begins one).
 * @param {string} question
 * @param {string} conversation
 * @param {AbortSignal} signal
 * @returns {Promise<Answer>}
 */
export function ask(question, conversation, signal) {
  return call("/ask", {
    method: "POST",
    json: { question, conversation_id: conversation },
    signal,
  });
}
