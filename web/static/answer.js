// @ts-check
// The answer object as the API sends it: types for the other modules, which no page loads.

/**
 * @typedef {object} Citation
 * @property {number} id
 * @property {string} cited_text
 * @property {string} document_id
 * @property {string} document_title
 * @property {string} source
 * @property {string | null} section
 * @property {number | null} page
 * @property {number} start_char_index
 * @property {number} end_char_index
 * @property {string} permalink
 *
 * @typedef {object} Passage
 * @property {string} document_id
 * @property {string} document_title
 * @property {string} source
 * @property {number} start_char_index
 * @property {number} end_char_index
 * @property {string} text
 *
 * @typedef {object} ShortAnswer
 * @property {string} text
 * @property {number} citation
 * @property {number} start_char_index
 * @property {number} end_char_index
 *
 * @typedef {object} Answer
 * @property {string} answer_id
 * @property {string} question
 * @property {string} interpreted_as
 * @property {string | null} conversation_id
 * @property {"answered" | "partial" | "not_found"} status
 * @property {ShortAnswer | null} short_answer
 * @property {number} confidence
 * @property {Citation[]} citations
 * @property {Passage[]} passages
 * @property {string[]} missing_terms
 * @property {string[]} unanswered
 * @property {{citations: [number, number], reason: string}[]} conflicts
 */

export {};
