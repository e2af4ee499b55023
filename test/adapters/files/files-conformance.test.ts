import { conforms } from '../conformance.ts'
import { filesWorld } from './files-world.ts'

conforms('a CSV file', () => filesWorld('people.csv'))
conforms('a CSV file with semicolons and CRLF', () =>
  filesWorld('people.csv', { delimiter: ';' }, '\r\n'),
)
conforms('a JSON Lines file', () => filesWorld('people.jsonl'))
conforms('a file that may only be read', () =>
  filesWorld('people.ndjson', { creates: false, updates: false, deletes: false }),
)
