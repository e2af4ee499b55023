/** The field by which records of both sides are known to be the same. */
export const KEY = 'key'
/** The field of which nothing is synchronised. */
export const PRIVATE = 'note'
/** The field that holds a list; within a simulation it is the text of its items. */
export const LIST = 'tags'
/** The aspect under which the presence of a whole record is known. */
export const PRESENCE = 'record'
